import {
  composePeerAuthentication,
  type ComposedMtls,
  type PeerPolicy,
} from './composePeerAuthentication';
import { SelectorIndex } from './selectorIndex';

/** What a workload accepts, and what its namespace does as a whole. */
export type ServerModes = {
  workload: ComposedMtls;
  namespace: ComposedMtls;
};

/**
 * The PeerAuthentications of a world, composed for those whom no selector
 * picks; for the others they are composed when asked.
 */
export class PeerModes {
  readonly #policies = new SelectorIndex<PeerPolicy>();
  readonly #general = new Map<string, ComposedMtls>();
  readonly #ofMesh: ComposedMtls;
  readonly #rootNamespace: string;

  constructor(policies: readonly PeerPolicy[], rootNamespace: string) {
    for (const policy of policies) {
      this.#policies.add(policy.namespace, policy.matchLabels, policy);
    }
    this.#rootNamespace = rootNamespace;
    this.#ofMesh = this.#compose([]);
    for (const namespace of this.#policies.namespaces()) {
      if (namespace !== rootNamespace) {
        const general = this.#policies.findGeneral(namespace);
        this.#general.set(namespace, this.#compose(general));
      }
    }
  }

  /** Labels that policies ask workloads of a namespace for. */
  labelNames(namespace: string): readonly string[] {
    return this.#policies.labelNames(namespace);
  }

  /** The modes of a workload, and of its namespace as a whole. */
  modesOf(pod: {
    namespace: string;
    labels: Record<string, string>;
  }): ServerModes {
    const general = this.#general.get(pod.namespace);
    if (!general) return { workload: this.#ofMesh, namespace: this.#ofMesh };
    const found = this.#policies.find(pod.namespace, pod.labels);
    const isGeneral =
      found.length === this.#policies.findGeneral(pod.namespace).length;
    const workload = isGeneral ? general : this.#compose(found);
    return { workload, namespace: general };
  }

  #compose(policies: readonly PeerPolicy[]): ComposedMtls {
    return composePeerAuthentication(
      [...this.#policies.findGeneral(this.#rootNamespace), ...policies],
      this.#rootNamespace,
    );
  }
}
