import type { CompiledPolicy } from './compilePolicy';
import { GATEWAY_NAME, isTargeted, type Proxy } from './policyTarget';
import type { TokenPolicy } from './requestAuthentication';
import type { SelectorIndex } from './selectorIndex';
import type { WorldIndex } from './worldIndex';

/** Namespaces whose policies can be for a proxy. */
function namespacesFor({ options }: WorldIndex, proxy: Proxy): string[] {
  const services = proxy.waypointFor ?? [];
  return [
    ...new Set([
      options.rootNamespace,
      proxy.namespace,
      ...services.map(service => service.namespace),
    ]),
  ];
}

/** A sidecar is picked by selectors alone, so what is found is for it. */
function isSidecar({ labels, waypointFor }: Proxy): boolean {
  return !waypointFor && labels[GATEWAY_NAME] === undefined;
}

/** AuthorizationPolicies that are for a proxy. */
export function selectAuthorizationPolicies(
  index: WorldIndex,
  proxy: Proxy,
): readonly CompiledPolicy[] {
  if (isSidecar(proxy))
    return findBoth(index.authorizationPolicies, index, proxy);
  return namespacesFor(index, proxy).flatMap(namespace =>
    [
      ...index.authorizationPolicies.find(namespace, proxy.labels),
      ...(index.targetedPolicies.get(namespace) ?? []),
    ].filter(policy => isTargeted(policy.target, proxy, index.options)),
  );
}

/** RequestAuthentications that are for a proxy. */
export function selectRequestAuthentications(
  index: WorldIndex,
  proxy: Proxy,
): readonly TokenPolicy[] {
  if (isSidecar(proxy)) {
    return findBoth(index.requestAuthentications, index, proxy);
  }
  return namespacesFor(index, proxy).flatMap(namespace =>
    [
      ...index.requestAuthentications.find(namespace, proxy.labels),
      ...(index.targetedTokens.get(namespace) ?? []),
    ].filter(policy => isTargeted(policy.target, proxy, index.options)),
  );
}

/** Those of the mesh and those of the namespace. */
function findBoth<T>(
  items: SelectorIndex<T>,
  { options: { rootNamespace } }: WorldIndex,
  { namespace, labels }: Proxy,
): readonly T[] {
  const own = items.find(namespace, labels);
  if (namespace === rootNamespace) return own;
  const general = items.find(rootNamespace, labels);
  if (general.length === 0) return own;
  return own.length === 0 ? general : [...general, ...own];
}
