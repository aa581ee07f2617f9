import type {
  MeshModel,
  MeshObject,
  WorldOptions,
} from '@meshwright/plugin-mesh-common';
import { isHomeAsFar } from './isHomeAsFar';
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
 * a product that drops pods with an old account, label, port or namespace for
 * good looks as if it was asked to. Left out is what nobody promises: pods of
 * a service that vanished or changed its protocol, those that run in, or
 * whose service lives in, a namespace that is not enforced throughout, and
 * those whose service moved to a namespace that is less far than theirs.
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
  const homeOf = (pod: Pod) =>
    town.apps.find(
      ({ name, protocol, isGone }) =>
        name === pod.name && protocol === pod.protocol && !isGone,
    )?.namespace;
  const [source, target] = [from, to].map(pod => {
    const home = homeOf(pod);
    return isHomeAsFar(pod.namespace, { model, home })
      ? `${refOf(pod.name)}@${clusterOf(town.prefix)}/${home}`
      : undefined;
  });
  return (
    source !== undefined &&
    target !== undefined &&
    model.edges.some(
      ({ consumer, provider, consent }) =>
        consumer === source &&
        provider === target &&
        consent.state === 'granted',
    )
  );
}
