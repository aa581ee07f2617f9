import { createAdministration } from './administration';
import { createAsk } from './askQuestion';
import { createDecisions } from './decisions';
import type { MeshService } from './MeshService';
import type { ServiceContext } from './ServiceContext';
import { createRegistration } from './registration';
import { createStatusQueries } from './statusQueries';

/** Does what it is asked for; whoever asks has been let in before. */
export function createDefaultMeshService(context: ServiceContext): MeshService {
  return {
    ...createStatusQueries(context),
    ...createAsk(context),
    ...createDecisions(context),
    ...createRegistration(context),
    ...createAdministration(context),
  };
}
