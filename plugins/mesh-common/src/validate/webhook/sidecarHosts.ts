import type { Findings } from './Findings';
import { checkNamespacedHost } from './hosts';
import { toItems } from './read';

/** Checks which services a listener is for, `namespace/name`. */
export function checkEgressHosts(
  given: unknown,
  namespace: string,
  out: Findings,
): void {
  const hosts = toItems(given);
  if (hosts.length === 0) {
    out.error('sidecar: egress listener must contain at least one host');
    return;
  }
  const byNamespace = new Map<string, Set<string>>();
  for (const host of hosts) {
    if (isRepeated(host, namespace, byNamespace)) {
      out.warn(`duplicated egress host: ${host}`);
    }
    checkNamespacedHost(host, { ofGateway: false }, out);
  }
  if (byNamespace.get('*')?.has('*') && byNamespace.size > 1) {
    out.warn('`*/*` host select all resources, no other hosts can be added');
  }
}

/** Whether a host is listed already; from now on it is. */
function isRepeated(
  host: string,
  own: string,
  byNamespace: Map<string, Set<string>>,
): boolean {
  const slash = host.indexOf('/');
  // Hosts of a namespace with a tilde are left out, not added.
  if (slash < 0 || host.startsWith('~')) return false;
  const given = host.slice(0, slash);
  const name = host.slice(slash + 1);
  const namespace = given === '.' ? own : given;
  const names = byNamespace.get(namespace) ?? new Set<string>();
  const covered =
    name === '*' ? names.size > 0 : names.has(name) || names.has('*');
  byNamespace.set(namespace, names.add(name));
  return covered;
}
