import { toRecord, toRecords, toText, toTexts } from '../evaluate/readJson';
import type { CallRequest } from '../evaluate/types';
import type { MeshObject } from '../objects/types';

export type HttpProbe = NonNullable<CallRequest['http']>;

/** More would make proofs long without making them better. */
const MOST = 60;

/** Of these one stands for whatever no rule names. */
const METHODS = ['PATCH', 'DELETE', 'PUT', 'POST', 'TRACE', 'PURGE'];

/**
 * Requests that tell the rules of policies apart: one for each operation that
 * a rule names, without and with the token that it asks for, and those that no
 * rule names, by their path and by their method.
 */
export function createProbes(objects: readonly MeshObject[]): HttpProbe[] {
  const probes = new Map<string, HttpProbe>();
  const add = (probe: HttpProbe) => probes.set(JSON.stringify(probe), probe);
  const unnamed = { path: '/meshwright-probe', host: 'probe.invalid' };
  add({ method: 'GET', ...unnamed });
  const named = new Set(objects.flatMap(listMethods));
  const method = METHODS.find(item => !named.has(item));
  if (method && named.size > 0) add({ method, ...unnamed });
  for (const { kind, spec } of objects) {
    if (kind !== 'AuthorizationPolicy') continue;
    for (const rule of toRecords(toRecord(spec).rules)) {
      const claims = claimsOf(rule);
      for (const probe of operationsOf(rule)) {
        add(probe);
        if (claims) add({ ...probe, claims });
      }
      if (probes.size >= MOST) return [...probes.values()];
    }
  }
  return [...probes.values()];
}

function listMethods({ kind, spec }: MeshObject): string[] {
  if (kind !== 'AuthorizationPolicy') return [];
  return toRecords(toRecord(spec).rules).flatMap(rule =>
    toRecords(rule.to).flatMap(item =>
      toTexts(toRecord(item.operation).methods),
    ),
  );
}

function operationsOf(rule: Record<string, unknown>): HttpProbe[] {
  const operations = toRecords(rule.to).map(item => toRecord(item.operation));
  return (operations.length > 0 ? operations : [{}]).flatMap(operation => {
    const [host = 'probe.invalid'] = toTexts(operation.hosts);
    const methods = orElse(toTexts(operation.methods), 'GET');
    const paths = orElse(toTexts(operation.paths), '/meshwright-probe');
    return methods.flatMap(method =>
      paths.map(path => ({
        method,
        path: fill(path),
        host: host.replaceAll('*', '8080'),
      })),
    );
  });
}

function orElse(values: string[], otherwise: string): string[] {
  return values.length > 0 ? values : [otherwise];
}

/** A path that a pattern matches. */
function fill(pattern: string): string {
  const path = pattern
    .replaceAll('{**}', 'some/thing')
    .replaceAll('{*}', 'thing')
    .replaceAll('*', 'thing');
  return path.startsWith('/') ? path : `/${path}`;
}

/** Claims of a token that the rule is content with; undefined without one. */
function claimsOf(
  rule: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const [principal] = toRecords(rule.from).flatMap(item =>
    toTexts(toRecord(item.source).requestPrincipals),
  );
  const conditions = toRecords(rule.when).filter(({ key }) =>
    toText(key)?.startsWith('request.auth.'),
  );
  if (principal === undefined && conditions.length === 0) return undefined;
  const slash = principal?.lastIndexOf('/') ?? -1;
  const claims: Record<string, unknown> = { sub: 'probe' };
  if (principal && slash > 0) claims.iss = principal.slice(0, slash);
  for (const { key, values } of conditions) {
    const name = claimNameOf(toText(key) ?? '');
    const [value] = toTexts(values);
    if (name && value) claims[name] = value;
  }
  return claims;
}

function claimNameOf(key: string): string | undefined {
  if (key === 'request.auth.audiences') return 'aud';
  if (key === 'request.auth.presenter') return 'azp';
  const open = key.indexOf('claims[');
  return open < 0 ? undefined : key.slice(open + 'claims['.length, -1);
}
