import type { CompiledPolicy } from './compilePolicy';
import { isTargeted, type Proxy } from './policyTarget';
import type { TokenPolicy } from './requestAuthentication';
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

/** AuthorizationPolicies that are for a proxy. */
export function selectAuthorizationPolicies(
  index: WorldIndex,
  proxy: Proxy,
): CompiledPolicy[] {
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
): TokenPolicy[] {
  return namespacesFor(index, proxy).flatMap(namespace =>
    index.requestAuthentications
      .find(namespace, proxy.labels)
      .filter(policy => isTargeted(policy.target, proxy, index.options)),
  );
}
