import type { MeshObject } from '../objects';
import { sortByCreation } from './creationOrder';
import { toLabels, toRecord, toRecords, toText, toTexts } from './readJson';

/** DestinationRules of one host and namespace, merged as far as they are. */
export type DestinationPolicy = {
  namespace: string;
  name: string;
  /** Namespaces that it is for; empty for all. */
  exportTo: ReadonlySet<string>;
  /** Clients that it is for; undefined for all. */
  matchLabels?: Record<string, string>;
  trafficPolicy?: Record<string, unknown>;
  /** Traffic policies of its subsets, by name. */
  subsets: ReadonlyMap<string, Record<string, unknown>>;
};

type Hosts = {
  exact: Map<string, DestinationPolicy[]>;
  /** By what they begin with `*` with. */
  wild: Map<string, DestinationPolicy[]>;
};

/** Hosts of Services are kept without the suffix that all of them have. */
export type DestinationRules = {
  rootNamespace: string;
  /** False when none of them says how connections are encrypted. */
  setTls: boolean;
  /** What clients of the namespace look at first. */
  local: Map<string, Hosts>;
  /** What clients of other namespaces see. */
  exported: Map<string, Hosts>;
  /** What clients in the root namespace look at first. */
  rootPrivate: Hosts;
};

export type DestinationClient = {
  namespace: string;
  labels: Record<string, string>;
};

export function indexDestinationRules(
  objects: readonly MeshObject[],
  rootNamespace: string,
): DestinationRules {
  const rules: DestinationRules = {
    rootNamespace,
    setTls: objects.some(({ spec }) => mentionsTls(spec)),
    local: new Map(),
    exported: new Map(),
    rootPrivate: createHosts(),
  };
  for (const object of sortByCreation(objects)) {
    addRule(rules, object);
  }
  return rules;
}

/**
 * The rule that a client's proxy uses for a Service.
 *
 * @param service - `name.namespace`
 */
export function findDestinationRule(
  rules: DestinationRules,
  service: string,
  client: DestinationClient,
): DestinationPolicy | undefined {
  const host = service.toLowerCase();
  const serviceNamespace = host.slice(host.indexOf('.') + 1);
  const own =
    client.namespace === rules.rootNamespace
      ? rules.rootPrivate
      : rules.local.get(client.namespace);
  const candidates =
    mostSpecific(own, host) ??
    exportedTo(rules.exported.get(serviceNamespace), host, client) ??
    exportedTo(rules.exported.get(rules.rootNamespace), host, client);
  return pickForClient(candidates ?? [], client);
}

/** Whether settings for TLS occur anywhere in a specification. */
function mentionsTls(spec: MeshObject['spec']): boolean {
  const { trafficPolicy, subsets } = toRecord(spec);
  return [
    trafficPolicy,
    ...toRecords(subsets).map(subset => subset.trafficPolicy),
  ].some(policy => {
    const { tls, portLevelSettings } = toRecord(policy);
    return (
      tls !== undefined || toRecords(portLevelSettings).some(item => item.tls)
    );
  });
}

function addRule(rules: DestinationRules, object: MeshObject): void {
  const { namespace = '', name } = object.metadata;
  const spec = toRecord(object.spec);
  const labels = toLabels(toRecord(spec.workloadSelector).matchLabels);
  const matchLabels = Object.keys(labels).length > 0 ? labels : undefined;
  const exportTo = new Set(matchLabels ? ['.'] : toTexts(spec.exportTo));
  const host = resolveHost(toText(spec.host) ?? '', namespace);
  const policy: DestinationPolicy = {
    namespace,
    name,
    exportTo,
    matchLabels,
    trafficPolicy: spec.trafficPolicy
      ? toRecord(spec.trafficPolicy)
      : undefined,
    subsets: new Map(
      toRecords(spec.subsets).map(subset => [
        toText(subset.name) ?? '',
        toRecord(subset.trafficPolicy),
      ]),
    ),
  };
  const seenAtHome =
    exportTo.size === 0 ||
    ['*', '.', namespace].some(target => exportTo.has(target));
  const isPrivate =
    exportTo.size === 1 && (exportTo.has('.') || exportTo.has(namespace));
  if (seenAtHome) merge(hostsOf(rules.local, namespace), host, policy);
  if (!isPrivate) merge(hostsOf(rules.exported, namespace), host, policy);
  else if (namespace === rules.rootNamespace) {
    merge(rules.rootPrivate, host, policy);
  }
}

function createHosts(): Hosts {
  return { exact: new Map(), wild: new Map() };
}

function hostsOf(index: Map<string, Hosts>, namespace: string): Hosts {
  const hosts = index.get(namespace) ?? createHosts();
  index.set(namespace, hosts);
  return hosts;
}

/**
 * Of mergeable rules, the first traffic policy counts, and the first subset
 * of each name.
 */
function merge(
  { exact, wild }: Hosts,
  host: string,
  policy: DestinationPolicy,
): void {
  const hosts = host.startsWith('*') ? wild : exact;
  const existing = hosts.get(host) ?? [];
  const index = existing.findIndex(item => keyOf(item) === keyOf(policy));
  const first = existing[index];
  if (!first) {
    hosts.set(host, [...existing, policy]);
    return;
  }
  const owner = first.trafficPolicy ? first : policy;
  const subsets = new Map([...policy.subsets, ...first.subsets]);
  hosts.set(host, existing.with(index, { ...owner, subsets }));
}

function keyOf({ exportTo, matchLabels }: DestinationPolicy): string {
  return JSON.stringify([
    [...exportTo].sort(),
    Object.entries(matchLabels ?? {}).sort(),
  ]);
}

const SERVICE_SUFFIX = '.svc.cluster.local';

function resolveHost(host: string, namespace: string): string {
  const text = host.toLowerCase();
  if (text.startsWith('*')) return text;
  if (!text.includes('.')) return `${text}.${namespace}`;
  return text.endsWith(SERVICE_SUFFIX)
    ? text.slice(0, -SERVICE_SUFFIX.length)
    : text;
}

function mostSpecific(
  hosts: Hosts | undefined,
  service: string,
): DestinationPolicy[] | undefined {
  if (!hosts) return undefined;
  const exact = hosts.exact.get(service);
  if (exact || hosts.wild.size === 0) return exact;
  const parts = `${service}${SERVICE_SUFFIX}`.split('.');
  for (const index of parts.keys()) {
    const found = hosts.wild.get(`*.${parts.slice(index + 1).join('.')}`);
    if (found) return found;
  }
  return hosts.wild.get('*');
}

function exportedTo(
  hosts: Hosts | undefined,
  service: string,
  client: DestinationClient,
): DestinationPolicy[] | undefined {
  const found = mostSpecific(hosts, service)?.filter(
    ({ exportTo }) =>
      exportTo.size === 0 ||
      exportTo.has('*') ||
      exportTo.has(client.namespace),
  );
  return found && found.length > 0 ? found : undefined;
}

function pickForClient(
  policies: readonly DestinationPolicy[],
  client: DestinationClient,
): DestinationPolicy | undefined {
  const selecting = policies.find(
    ({ matchLabels }) =>
      matchLabels &&
      Object.entries(matchLabels).every(
        ([key, value]) => client.labels[key] === value,
      ),
  );
  return selecting ?? policies.filter(policy => !policy.matchLabels).pop();
}
