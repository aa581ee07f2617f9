import { createTakeOver } from './custody/takeOver';
import { createUninstall } from './custody/uninstall';
import { readCustody } from './custody/readCustody';
import type { CustodyService } from './CustodyService';
import { findCluster, type ServiceContext } from './ServiceContext';

/** Does what it is asked for; whoever asks has been let in before. */
export function createDefaultCustodyService(
  context: ServiceContext,
): CustodyService {
  return {
    async getCustody({ cluster }) {
      findCluster(context, cluster);
      return readCustody(context, cluster);
    },
    ...createTakeOver(context),
    ...createUninstall(context),
  };
}
