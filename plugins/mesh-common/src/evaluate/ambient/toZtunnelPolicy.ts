import type { MeshObject } from '../../objects';
import { readTarget } from '../policyTarget';
import { toRecord, toRecords, toText, toTexts } from '../readJson';
import { toAccounts, toAddresses, toPorts, toTextMatches } from './layer4';
import type {
  ZtunnelClause,
  ZtunnelGroup,
  ZtunnelMatch,
  ZtunnelPolicy,
} from './ztunnelPolicy';

type Json = Record<string, unknown>;

const httpOperations = ['hosts', 'methods', 'paths'];
const httpSources = ['remoteIpBlocks', 'requestPrincipals'];

type When = (values: unknown, notValues: unknown) => ZtunnelMatch;

const attributes: Record<string, When> = {
  'source.ip': (values, notValues) => ({
    sourceIps: toAddresses(values),
    notSourceIps: toAddresses(notValues),
  }),
  'source.namespace': (values, notValues) => ({
    namespaces: toTextMatches(values),
    notNamespaces: toTextMatches(notValues),
  }),
  'source.principal': (values, notValues) => ({
    principals: toTextMatches(values),
    notPrincipals: toTextMatches(notValues),
  }),
  'destination.ip': (values, notValues) => ({
    destinationIps: toAddresses(values),
    notDestinationIps: toAddresses(notValues),
  }),
  'destination.port': (values, notValues) => ({
    destinationPorts: toPorts(values),
    notDestinationPorts: toPorts(notValues),
  }),
};

/**
 * What the control plane makes of an AuthorizationPolicy for ztunnel;
 * undefined when ztunnel gets nothing: waypoints have those with references,
 * and nobody the actions that ztunnel does not know.
 */
export function toZtunnelPolicy(
  object: MeshObject,
  rootNamespace: string,
): ZtunnelPolicy | undefined {
  const { name, namespace = '', annotations } = object.metadata;
  const spec = toRecord(object.spec);
  const { targetRefs, matchLabels } = readTarget(object);
  const action = spec.action ?? 'ALLOW';
  if (targetRefs.length > 0) return undefined;
  if (action !== 'ALLOW' && action !== 'DENY') return undefined;
  const groups = toRecords(spec.rules).flatMap(rule =>
    toGroup(rule, { allow: action === 'ALLOW', namespace }),
  );
  const general = namespace === rootNamespace ? undefined : 'NAMESPACE';
  const scope = matchLabels ? 'WORKLOAD_SELECTOR' : general;
  return {
    name,
    ...(namespace ? { namespace } : {}),
    ...(scope ? { scope } : {}),
    ...(action === 'DENY' ? { action } : {}),
    ...(annotations?.['istio.io/dry-run'] === 'true' ? { dryRun: true } : {}),
    ...(groups.length > 0 ? { groups } : {}),
  };
}

type Context = { allow: boolean; namespace: string };

/**
 * An ALLOW rule with a part that only HTTP has falls away; a DENY rule loses
 * that part, and a clause that becomes empty never matches.
 */
function toGroup(rule: Json, context: Context): ZtunnelGroup[] {
  const to = toRecords(rule.to).map(item => toRecord(item.operation));
  const from = toRecords(rule.from).map(item => toRecord(item.source));
  const when = toRecords(rule.when);
  const http =
    to.some(operation => hasAny(operation, httpOperations)) ||
    from.some(source => hasAny(source, httpSources)) ||
    when.some(({ key }) => !Object.hasOwn(attributes, toText(key) ?? ''));
  if (http && context.allow) return [];
  const rules: ZtunnelClause[] = [
    { matches: to.map(operation => toMatch(toPortFields(operation))) },
    { matches: from.map(source => toMatch(toSourceFields(source, context))) },
    ...when.map(item => ({ matches: [toMatch(toWhenFields(item))] })),
  ];
  return [{ rules: rules.filter(({ matches }) => matches.length > 0) }];
}

function hasAny(spec: Json, fields: readonly string[]): boolean {
  return fields.some(
    field =>
      toTexts(spec[field]).length + toTexts(spec[negated(field)]).length > 0,
  );
}

function negated(field: string): string {
  return `not${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}

/** Without the fields that have no values. */
function toMatch(fields: ZtunnelMatch): ZtunnelMatch {
  return Object.fromEntries(
    Object.entries(fields).filter(([, values]) => values.length > 0),
  );
}

function toPortFields(operation: Json): ZtunnelMatch {
  return {
    destinationPorts: toPorts(operation.ports),
    notDestinationPorts: toPorts(operation.notPorts),
  };
}

function toSourceFields(source: Json, { namespace }: Context): ZtunnelMatch {
  return {
    sourceIps: toAddresses(source.ipBlocks),
    notSourceIps: toAddresses(source.notIpBlocks),
    namespaces: toTextMatches(source.namespaces),
    notNamespaces: toTextMatches(source.notNamespaces),
    serviceAccounts: toAccounts(source.serviceAccounts, namespace),
    notServiceAccounts: toAccounts(source.notServiceAccounts, namespace),
    principals: toTextMatches(source.principals),
    notPrincipals: toTextMatches(source.notPrincipals),
  };
}

function toWhenFields({ key, values, notValues }: Json): ZtunnelMatch {
  const name = toText(key) ?? '';
  return Object.hasOwn(attributes, name)
    ? attributes[name]?.(values, notValues) ?? {}
    : {};
}
