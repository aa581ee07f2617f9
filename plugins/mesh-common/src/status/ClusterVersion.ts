import type { MeshObject } from '../objects/types';
import type { ClusterView } from './ClusterView';
import { Memory } from './Memory';
import { STRANGER } from './probes';

/**
 * Kinds that only matter to pods of their own namespace (of the root
 * namespace, to all), or only to whom they are made for. Whatever is not
 * listed matters to all.
 */
const LOCAL_KINDS = new Set([
  'v1/Pod',
  'v1/Service',
  'v1/ServiceAccount',
  'networking.k8s.io/NetworkPolicy',
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/PeerAuthentication',
  'security.istio.io/RequestAuthentication',
  'networking.istio.io/ServiceEntry',
  'networking.istio.io/Sidecar',
  'networking.istio.io/VirtualService',
]);

/** The namespace of an object that tells about one; undefined: about all. */
function localTo({ apiVersion, kind, metadata }: MeshObject) {
  if (apiVersion === 'v1' && kind === 'Namespace') {
    return metadata.name;
  }
  const [group] = apiVersion.split('/');
  return LOCAL_KINDS.has(`${group}/${kind}`) ? metadata.namespace : undefined;
}

/**
 * Values that stay the same as long as nothing in a cluster, or in one of its
 * namespaces, changes that a status may depend on.
 */
export class ClusterVersion {
  readonly #tokens = new Memory<object>();
  #namespaces = new Map<string, object>();

  /** Of everything that concerns all; brings those of namespaces up to date. */
  update(view: ClusterView, instance: string): readonly unknown[] {
    const { pass, config } = view;
    const root = config?.rootNamespace ?? 'istio-system';
    const everywhere: MeshObject[] = [];
    const byNamespace = new Map<string, MeshObject[]>();
    for (const object of pass?.snapshot?.objects ?? []) {
      const namespace = localTo(object);
      const isRoot = namespace === root || namespace === STRANGER.namespace;
      if (namespace === undefined || (isRoot && object.kind !== 'Pod')) {
        everywhere.push(object);
      } else {
        const known = byNamespace.get(namespace);
        if (known) known.push(object);
        else byNamespace.set(namespace, [object]);
      }
    }
    this.#namespaces = new Map(
      [...byNamespace].map(([name, objects]) => [
        name,
        this.#tokens.keep(`in ${name}`, objects, () => ({})),
      ]),
    );
    const all = this.#tokens.keep('all', everywhere, () => ({}));
    this.#tokens.turn();
    return [all, describePass(view, instance)];
  }

  /** Of the objects in a namespace; undefined when there are none. */
  ofNamespace(name: string): object | undefined {
    return this.#namespaces.get(name);
  }
}

/** What a pass says of the cluster as a whole. */
function describePass(view: ClusterView, instance: string): string {
  const { pass, config, settleSeconds, name } = view;
  const facts = pass && {
    managing: pass.managing,
    problem: pass.problem,
    held: pass.held,
    gaps: pass.gaps,
    facts: pass.snapshot?.facts,
    has: [pass.snapshot, pass.records, pass.traffic].map(Boolean),
    // While it is silent, sentences say since when.
    silent: !pass.snapshot && [pass.lastReadAt, pass.finishedAt],
  };
  return JSON.stringify({ name, instance, config, settleSeconds, facts });
}
