import { CustomErrorBase } from '@backstage/errors';
import { describeApiError } from './describeApiError';
import type { KubernetesApiError } from './KubernetesApiError';
import type { KindPath } from './kinds';

/** The API server refused what the credentials may not do. */
export class MissingRightError extends CustomErrorBase {
  name = 'MissingRightError' as const;

  constructor(
    { verb, path }: { verb: string; path: KindPath },
    cause: KubernetesApiError,
  ) {
    const group = path.group
      ? `API group '${path.group}'`
      : 'the core API group';
    super(
      `The credentials of the cluster may not ${verb} '${
        path.plural
      }' of ${group}: grant it, for example with the ClusterRole 'meshwright-verify' of the documentation (${describeApiError(
        cause,
      )})`,
      cause,
    );
  }
}
