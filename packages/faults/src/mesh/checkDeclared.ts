import type {
  MeshModel,
  MeshObject,
  WorldOptions,
} from '@meshwright/plugin-mesh-common';
import { decide } from './judgeHistory';
import type { Call } from './listCalls';
import { isPodOf, type Pod } from './Pods';
import { clusterOf, refOf, type Town } from './Town';

/**
 * Calls that are allowed or denied against what is declared and consented to.
 *
 * @remarks
 *
 * Only between pods that are as the product last read of them: nobody tells
 * it what became of a service whose entity is gone. An old number may be kept
 * while pods that listen there run.
 */
export function checkDeclared(options: {
  town: Town;
  model: MeshModel;
  objects: readonly MeshObject[];
  calls: readonly Call[];
  world: WorldOptions;
}): Call[] {
  const { town, objects, world } = options;
  const isCurrent = (pod: Pod) =>
    town.apps.some(app => isPodOf(pod, app)) && isAsRead(pod, options);
  const isOldNumber = findOldNumbers(options.calls);
  const calls = options.calls.filter(
    call =>
      isCurrent(call.to) &&
      (!call.from || isCurrent(call.from)) &&
      !isOldNumber(call),
  );
  const requests = calls.map(({ request }) => request);
  const decisions = decide({ objects, calls: requests, world });
  return calls.filter(
    (call, index) =>
      decisions[index] !== (isMeant(call, options) ? 'allow' : 'deny'),
  );
}

/** Numbers on which only other pods of the same service listen. */
function findOldNumbers(calls: readonly Call[]): (call: Call) => boolean {
  const placeOf = ({ name, namespace }: Pod, port: number | undefined) =>
    `${namespace}/${name}:${port}`;
  const used = new Set(calls.map(({ to }) => placeOf(to, to.port)));
  return ({ to, request }) => {
    const { port } = request.destination;
    return port !== to.port && used.has(placeOf(to, port));
  };
}

function isAsRead(
  pod: Pod,
  { town, model }: { town: Town; model: MeshModel },
): boolean {
  const read = model.workloads.find(({ key }) => key === keyIn(town, pod));
  return (
    !read ||
    (read.serviceAccount === pod.account && read.selector.app === pod.label)
  );
}

function keyIn({ prefix }: Town, { name, namespace }: Pod): string {
  return `${refOf(name)}@${clusterOf(prefix)}/${namespace}`;
}

function isMeant(
  { from, to, request }: Call,
  { town, model }: { town: Town; model: MeshModel },
): boolean {
  const keyOf = (pod: Pod) => keyIn(town, pod);
  const { port } = request.destination;
  const isGranted =
    from !== undefined &&
    model.edges.some(
      ({ consumer, provider, consent, ports }) =>
        consumer === keyOf(from) &&
        provider === keyOf(to) &&
        consent.state === 'granted' &&
        ports.some(one => (one.targetPort ?? one.port) === port),
    );
  const find = (name: string) =>
    model.namespaces.find(namespace => namespace.name === name);
  const isClosed = find(to.namespace)?.stage === 'enforce';
  const home = find(request.source.namespace);
  const isHeld = home?.stage === 'enforce' && home.step === 'network';
  return isGranted || (!isClosed && !isHeld);
}
