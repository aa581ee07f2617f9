import type { MeshObject } from '../../../objects';
import {
  toLabels,
  toRecord,
  toRecords,
  toText,
  toTexts,
} from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { listWildcards, toFqdn } from './hosts';
import { toNumber } from './numbers';
import {
  annotationsOf,
  core,
  groups,
  namespaceOf,
  specOf,
  type Labels,
} from './objects';
import { EVERYWHERE, toScopes } from './scopes';

/** A host that the mesh knows: a Service, or a host of a ServiceEntry. */
export type MeshHost = { ports: number[]; workloads: Labels };

/** Hosts by who sees them. */
export type MeshHosts = ReadonlyMap<string, MeshHost>;

type Asker = { namespace: string; exportTo: unknown };

/** Every host of the mesh; derive it from the context. */
export function indexMeshHosts(context: LintContext): MeshHosts {
  const found = new Map<string, MeshHost>();
  for (const entry of context.ofKind('ServiceEntry', groups.networking)) {
    const spec = specOf(entry);
    const home = namespaceOf(entry);
    const host = {
      ports: toRecords(spec.ports).map(({ number }) => toNumber(number)),
      workloads: toLabels(toRecord(spec.workloadSelector).labels),
    };
    for (const scope of toScopes(spec.exportTo, home)) {
      for (const name of toTexts(spec.hosts)) {
        found.set(toKey(scope, toFqdn(home, name)), host);
      }
    }
  }
  for (const service of core(context, 'Service')) {
    const home = namespaceOf(service);
    const { ports } = specOf(service);
    const host = {
      ports: toRecords(ports).map(({ port }) => toNumber(port)),
      workloads: {},
    };
    for (const scope of listServiceScopes(service)) {
      found.set(toKey(scope, toFqdn(home, service.metadata.name)), host);
    }
  }
  return found;
}

/** The host that an object means by a name, among those that it may see. */
export function findMeshHost(
  hosts: MeshHosts,
  name: string,
  { namespace, exportTo }: Asker,
): MeshHost | undefined {
  const fqdn = toFqdn(namespace, name);
  const scopes = toTexts(exportTo).map(to => (to === '.' ? namespace : to));
  const seen = [EVERYWHERE, ...(scopes.length > 0 ? scopes : [namespace])];
  for (const scope of seen) {
    const exact = hosts.get(toKey(scope, fqdn));
    if (exact) return exact;
  }
  return findByWildcard(hosts, name, namespace);
}

/** The most specific wildcard that covers the name. */
function findByWildcard(
  hosts: MeshHosts,
  name: string,
  namespace: string,
): MeshHost | undefined {
  for (const wildcard of listWildcards(name)) {
    for (const scope of [EVERYWHERE, namespace]) {
      const found = hosts.get(toKey(scope, wildcard));
      if (found) return found;
    }
  }
  return undefined;
}

function listServiceScopes(service: MeshObject): string[] {
  const text = toText(annotationsOf(service)['networking.istio.io/exportTo']);
  if (!text) return [EVERYWHERE];
  return text
    .split(',')
    .map(item => item.trim())
    .map(item => (item === '.' ? namespaceOf(service) : item));
}

function toKey(scope: string, fqdn: string): string {
  return `${scope}/${fqdn}`;
}
