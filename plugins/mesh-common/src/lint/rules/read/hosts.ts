import { toRecord, toRecords, toTexts } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import type { Service } from './services';
import { listServices } from './services';

/** A host as proxies know it: short names belong to the namespace. */
export function toFullHost(host: string, namespace: string): string {
  const name = host.toLowerCase();
  const parts = name.split('.');
  if (name.startsWith('*')) return name;
  if (parts.length === 1) return `${name}.${namespace}.svc.cluster.local`;
  return parts.length === 3 && parts[2] === 'svc'
    ? `${name}.cluster.local`
    : name;
}

/** The Service with a selector that a host means. */
export function resolveService(
  context: LintContext,
  host: string,
  namespace: string,
): Service | undefined {
  const full = toFullHost(host, namespace);
  const services = context.derive(indexByHost);
  return services.get(full) ?? services.get(`${full}.svc.cluster.local`);
}

function indexByHost(context: LintContext): ReadonlyMap<string, Service> {
  return new Map(
    listServices(context).map(service => [
      `${service.name}.${service.namespace}.svc.cluster.local`,
      service,
    ]),
  );
}

/** Longer is no name in DNS, and taking it apart would take its time. */
const LONGEST = 253;

/** Whether the mesh knows a host: a Service, an entry or a route for it. */
export function isKnownHost(
  context: LintContext,
  host: string,
  namespace: string,
): boolean {
  const known = context.derive(readHosts);
  const full = toFullHost(host, namespace);
  const parts = full.length > LONGEST ? [] : full.split('.');
  return (
    known.has(full) ||
    known.has(`${full}.svc.cluster.local`) ||
    parts.some((_, index) => known.has(`*.${parts.slice(index + 1).join('.')}`))
  );
}

function readHosts(context: LintContext): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const { apiVersion, metadata } of context.ofKind('Service')) {
    const { name, namespace = '' } = metadata;
    if (!apiVersion.includes('/')) {
      hosts.add(`${name}.${namespace}.svc.cluster.local`);
    }
  }
  for (const kind of ['ServiceEntry', 'VirtualService']) {
    for (const { spec, metadata } of context.ofKind(kind)) {
      for (const host of toTexts(toRecord(spec).hosts)) {
        hosts.add(toFullHost(host, metadata.namespace ?? ''));
      }
    }
  }
  for (const { spec } of context.ofKind('Gateway', 'networking.istio.io')) {
    for (const server of toRecords(toRecord(spec).servers)) {
      for (const host of toTexts(server.hosts)) {
        hosts.add(host.slice(host.indexOf('/') + 1).toLowerCase());
      }
    }
  }
  // A catch-all host says nothing about the others.
  hosts.delete('*');
  return hosts;
}
