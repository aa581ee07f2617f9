import type { MeshObject } from '../objects/types';
import { admitsSomething, readAccessForm } from './accessForm';
import { type Labels, selectorOf } from './labelSelector';
import { SelectorIndex } from './SelectorIndex';

/**
 * Values by the policies that they are about, to find one that may concern
 * the same pods.
 */
export class PolicyFailures<T> {
  /** By `namespace/kind`. */
  readonly #granting = new Map<string, SelectorIndex<T>>();
  /** Of policies that give nothing: only what opens relies on them. */
  readonly #denying = new Map<string, SelectorIndex<T>>();

  /** Adds a policy in all its versions, the one that was wanted first. */
  add(versions: readonly MeshObject[], value: T): void {
    const [{ kind, metadata } = { kind: '', metadata: undefined }] = versions;
    const indexes = versions.every(isDenial) ? this.#denying : this.#granting;
    const key = `${metadata?.namespace ?? ''}/${kind}`;
    const index = indexes.get(key) ?? new SelectorIndex();
    indexes.set(key, index);
    versions.forEach(version => index.add(labelsOf(version), value));
  }

  /** One of some kinds that may concern pods of a policy. */
  find(
    policy: MeshObject,
    options: { kinds: readonly string[]; alsoDenying: boolean },
  ): T | undefined {
    const { kinds, alsoDenying } = options;
    const labels = labelsOf(policy);
    for (const kind of kinds) {
      const key = `${policy.metadata.namespace ?? ''}/${kind}`;
      const found =
        this.#granting.get(key)?.findSharing(labels) ??
        (alsoDenying ? this.#denying.get(key)?.findSharing(labels) : undefined);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }
}

/** True for a policy that is for all pods of its namespace. */
export function isForWholeNamespace(policy: MeshObject): boolean {
  return Object.keys(labelsOf(policy)).length === 0;
}

/** Labels that every selected pod has; expressions only select fewer. */
function labelsOf(policy: MeshObject): Labels {
  return selectorOf(policy).matchLabels ?? {};
}

/** True for what takes calls away from pods and gives none. */
function isDenial(policy: MeshObject): boolean {
  if (policy.kind === 'PeerAuthentication') {
    return isForWholeNamespace(policy);
  }
  const form = readAccessForm(policy);
  return form !== undefined && !admitsSomething(form);
}
