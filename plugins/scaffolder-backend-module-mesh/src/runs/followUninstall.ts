import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ClusterCustodyResponse,
  UninstallRequest,
} from '@meshwright/plugin-mesh-common';
import type { ClusterRunsClient } from '../client/ClusterRunsClient';
import type { RequestOptions } from '../client/MeshBackendClient';
import { PATIENCE, type Patience, withPatience } from './withPatience';

type Following = RequestOptions & {
  client: Pick<ClusterRunsClient, 'uninstall' | 'getCustody' | 'manage'>;
  logger: LoggerService;
  patience?: Patience;
};

const ENDS = { release: 'released', remove: 'removed' } as const;

/**
 * Has the product uninstalled from a cluster and stays with it until that is
 * done; asked again, it goes on. When the task is cancelled meanwhile, the
 * cluster is managed again: half-way is no place to stay.
 */
export async function followUninstall(
  request: { cluster: string } & UninstallRequest,
  options: Following,
): Promise<string> {
  const following = { ...options, patience: options.patience ?? PATIENCE };
  const { client, logger, signal } = following;
  try {
    await withPatience(() => client.uninstall(request, options), following);
    return await untilEnded(request, following);
  } catch (error) {
    if (!signal?.aborted) {
      throw error;
    }
    const { cluster } = request;
    const reason = 'The task that uninstalled the mesh was cancelled';
    const calmly = { ...following, signal: undefined };
    const { state } = await withPatience(
      () => client.manage({ cluster, reason }, calmly),
      calmly,
    );
    logger.warn(`Cancelled: cluster '${cluster}' is ${state} again`);
    throw error;
  }
}

async function untilEnded(
  request: { cluster: string } & UninstallRequest,
  following: Following & { patience: Patience },
): Promise<string> {
  const { client, logger, patience, signal } = following;
  const { cluster, mode } = request;
  let said = '';
  for (;;) {
    const custody = await withPatience(
      () => client.getCustody(cluster, following),
      following,
    );
    const message = custody.pass?.message ?? '';
    if (message !== said) {
      said = message;
      logger.info(message);
    }
    if (custody.state === ENDS[mode]) {
      return custody.state;
    }
    refuseUndone(custody);
    await sleep(patience.pollMs, undefined, { signal });
  }
}

function refuseUndone({ state, cluster, by, reason }: ClusterCustodyResponse) {
  if (state !== 'releasing' && state !== 'removing') {
    throw new Error(
      `Cluster '${cluster}' is ${state}: ${
        by ?? 'somebody'
      } decided otherwise meanwhile (${reason ?? 'no reason was given'})`,
    );
  }
}
