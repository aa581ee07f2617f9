import { evaluate } from '../evaluate/evaluate';
import { indexWorld } from '../evaluate/indexWorld';
import type { CallParty, CallRequest, WorldOptions } from '../evaluate/types';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { listDesired } from '../plan/desiredWorkloads';
import { listEdgePairs, renamePairs, toPair } from '../plan/edgePairs';
import { isSelected } from '../plan/labelSelector';
import { listSuccessions, type Succession } from '../plan/succession';

/** Somebody as pods of the same workload were known before. */
type Former = { id: string; forms: CallParty[]; by?: Succession };

/**
 * Tells whether a call was allowed before to pods of the same workloads, along
 * an edge that was granted: new pods may have it until it is taken away.
 */
export function createFormerCalls(options: {
  desired: readonly MeshObject[];
  live: readonly MeshObject[];
  world: WorldOptions;
}): (request: CallRequest) => boolean {
  const { desired, live, world } = options;
  const known = new Map(live.map(object => [objectKey(object), object]));
  const workloads = listDesired(desired, known);
  const successions = listSuccessions(workloads, live);
  const edges = renamePairs(
    listEdgePairs(live),
    id => workloads.get(id)?.heir ?? id,
  );
  const indexed = indexWorld(live, world);
  const find = (party: CallParty): Former | undefined => {
    const by = successions.find(item => isOf(party, item));
    if (by) return { id: by.heir, forms: listForms(party, by), by };
    const same = [...workloads.values()].find(
      ({ home, labels, account }) =>
        home === party.namespace &&
        account === party.serviceAccount &&
        isSelected({ matchLabels: labels }, party.labels),
    );
    return same && { id: same.heir, forms: [party] };
  };
  return request => {
    const { port, ...destination } = request.destination;
    const [from, to] = [request.source, destination].map(find);
    if (!from || !to || !edges.has(toPair(from.id, to.id))) return false;
    const old = to.by?.oldPorts.filter(move => move.to === port) ?? [];
    const ports = [port, ...old.map(move => move.from)];
    return from.forms.some(source =>
      to.forms.some(form =>
        ports.some(
          number =>
            evaluate(indexed, {
              ...request,
              source: { ...request.source, ...source },
              destination: { ...request.destination, ...form, port: number },
            }).decision === 'allow',
        ),
      ),
    );
  };
}

/** True of new and of old pods, and of those that are only partly new. */
function isOf(party: CallParty, succession: Succession): boolean {
  const { home, namespace, labels, account } = succession;
  const { oldLabels, oldAccounts } = succession;
  return (
    [home, namespace].includes(party.namespace) &&
    party.serviceAccount !== undefined &&
    [account, ...oldAccounts].includes(party.serviceAccount) &&
    [labels, ...oldLabels].some(matchLabels =>
      isSelected({ matchLabels }, party.labels),
    )
  );
}

function listForms(party: CallParty, succession: Succession): CallParty[] {
  const { namespace, labels, account, oldLabels, oldAccounts } = succession;
  const orNew = <T>(old: readonly T[], current: T) =>
    old.length > 0 ? old : [current];
  return orNew(oldLabels, labels).flatMap(old =>
    orNew(oldAccounts, account).map(serviceAccount => ({
      ...party,
      ...{ namespace, serviceAccount },
      labels: { ...party.labels, ...old },
    })),
  );
}
