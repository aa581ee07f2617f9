import type {
  MeshModel,
  MeshObject,
  WorldOptions,
} from '@meshwright/plugin-mesh-common';
import { decide } from './judgeHistory';
import type { Call } from './listCalls';
import type { Pod } from './Pods';
import { clusterOf, refOf, type Town } from './Town';

/** What is declared at one time, and how it was read then. */
export type Declared = { town: Town; model: MeshModel };

/**
 * Calls between running pods that were allowed before a change and are denied
 * after it, although their edge was granted all the time.
 *
 * @remarks
 *
 * What the end of a change denies is what was wanted, to {@link judgeHistory}:
 * a product that drops pods with an old account, label or port for good looks
 * as if it was asked to. Left out is what nobody promises: pods of a service
 * that moved, vanished or changed its protocol, and pods in namespaces that
 * are not enforced throughout.
 */
export function findDropped(options: {
  /** Before, after, and on the way. */
  declared: readonly Declared[];
  before: readonly MeshObject[];
  after: readonly MeshObject[];
  calls: readonly Call[];
  world: WorldOptions;
}): Call[] {
  const { declared, before, after, world } = options;
  const calls = options.calls.filter(call =>
    declared.every(state => isPromised(call, state)),
  );
  const requests = calls.map(({ request }) => request);
  const [then, now] = [before, after].map(objects =>
    decide({ objects, calls: requests, world }),
  );
  return calls.filter(
    (_, index) => then[index] === 'allow' && now[index] !== 'allow',
  );
}

function isPromised(
  { from, to, request }: Call,
  { town, model }: Declared,
): boolean {
  if (!from || request.destination.port !== to.port) {
    return false;
  }
  const key = ({ name, namespace }: Pod) =>
    `${refOf(name)}@${clusterOf(town.prefix)}/${namespace}`;
  const isThere = (pod: Pod) =>
    town.apps.some(
      ({ name, namespace, protocol, isGone }) =>
        name === pod.name &&
        namespace === pod.namespace &&
        protocol === pod.protocol &&
        !isGone,
    );
  const isEnforced = (pod: Pod) =>
    model.namespaces.some(
      ({ name, stage }) => name === pod.namespace && stage === 'enforce',
    );
  return (
    [from, to].every(pod => isThere(pod) && isEnforced(pod)) &&
    model.edges.some(
      ({ consumer, provider, consent }) =>
        consumer === key(from) &&
        provider === key(to) &&
        consent.state === 'granted',
    )
  );
}
