import type { JsonObject } from '@backstage/types';
import { groupBy } from '../../model/build/groupBy';
import { routePort } from '../../model/build/RouteTable';
import type { Exposure, JwtRequirement, Workload } from '../../model/types';
import { canonicalJson } from '../../objects';
import { gatewayOf } from '../gateways';
import type { Scope } from '../Scope';
import type { Rule } from './packRules';
import { toBarriers, toPatterns } from './paths';
import { principalOf } from './principals';
import { toPorts } from './operations';

/** A route of a workload, with the identity that its calls come with. */
type Entry = { route: Exposure; principal: string; targetPort: number };

/**
 * Rules for what comes in through gateways, with their identity. Where tokens
 * are not looked at yet, a rule is made as if none were asked for: it is only
 * fit for being tried.
 */
export function routeRules(
  scope: Scope,
  workload: Workload,
  options: { tokens: boolean },
): Rule[] {
  const entries = listEntries(scope, workload);
  const rules = entries.flatMap(entry => {
    const condition = conditionOf(entry, options.tokens);
    return condition ? [{ entry, condition }] : [];
  });
  return [...groupBy(rules, ({ condition }) => canonicalJson(condition))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => ({
      ...group[0].condition,
      operations: group
        .flatMap(({ entry }) => toOperations(entry, entries))
        .map(operation => ({ operation, key: canonicalJson(operation) }))
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .map(({ operation }) => operation),
    }));
}

/**
 * True for a token that a rule can ask for. A rule splits issuer and subject
 * at the last slash, takes a star at either end for any text, and brackets for
 * parts of a claim; and one empty value would cost the whole policy.
 */
export function isAskable({
  issuer,
  audiences,
  claims,
}: JwtRequirement): boolean {
  const isFilled = (values: readonly string[]) =>
    values.length > 0 && !values.includes('');
  return (
    issuer !== '' &&
    !/^\*|\*$/.test(issuer) &&
    !audiences?.includes('') &&
    Object.entries(claims ?? {}).every(
      ([name, values]) => /^[^[\]]+$/.test(name) && isFilled(values),
    )
  );
}

function listEntries({ cluster }: Scope, workload: Workload): Entry[] {
  return workload.expose.flatMap(route => {
    const found = gatewayOf(cluster, route.gateway);
    const port = routePort(workload.ports, route.port);
    return found && port
      ? [
          {
            route,
            principal: principalOf(cluster, found.config),
            targetPort: port.targetPort,
          },
        ]
      : [];
  });
}

function conditionOf(
  { route: { from, jwt }, principal }: Entry,
  tokens: boolean,
): Pick<Rule, 'source' | 'when'> | undefined {
  if (jwt && !isAskable(jwt)) {
    return undefined;
  }
  const asked = tokens ? jwt : undefined;
  const when = asked && toConditions(asked);
  return {
    source: {
      principals: [principal],
      // The gateway appends the caller's address to the one header that this
      // reads, and nobody but the gateway matches the principal.
      ...(from && { remoteIpBlocks: [...from].sort() }),
      ...(asked && { requestPrincipals: [`${asked.issuer}/*`] }),
    },
    ...(when?.length && { when }),
  };
}

function toConditions({
  audiences,
  claims = {},
}: JwtRequirement): JsonObject[] {
  return [
    ...(audiences?.length
      ? [{ key: 'request.auth.audiences', values: [...audiences].sort() }]
      : []),
    ...Object.keys(claims)
      .sort()
      .map(name => ({
        key: `request.auth.claims[${name}]`,
        values: [...claims[name]].sort(),
      })),
  ];
}

function toOperations(entry: Entry, all: readonly Entry[]): JsonObject[] {
  const { host, paths } = entry.route;
  const base = {
    ports: toPorts([entry.targetPort]),
    // A client that names the port sends another Host.
    hosts: [host, `${host}:*`],
  };
  const limited = (some: readonly string[]) =>
    some.includes('/') ? {} : { paths: some.flatMap(toPatterns) };
  const rivals = listRivals(entry, all);
  if (rivals.length === 0) {
    return [{ ...base, ...limited([...paths].sort()) }];
  }
  return paths.map(path => {
    const notPaths = rivals
      .filter(rival => isBelow(rival, path))
      .flatMap(toBarriers);
    return {
      ...base,
      ...limited([path]),
      ...(notPaths.length > 0 && { notPaths: [...new Set(notPaths)].sort() }),
    };
  });
}

/**
 * Paths below a route that another route of the host has, on conditions of its
 * own: a token for `/admin` must not be got round by way of `/`.
 */
function listRivals(
  { route, principal }: Entry,
  all: readonly Entry[],
): string[] {
  const conditions = ({ from, jwt }: Exposure) => canonicalJson([from, jwt]);
  const own = conditions(route);
  const paths = all
    .filter(
      other =>
        other.principal === principal &&
        other.route.host === route.host &&
        conditions(other.route) !== own,
    )
    .flatMap(other => other.route.paths)
    .filter(path => route.paths.some(prefix => isBelow(path, prefix)));
  return [...new Set(paths)].sort();
}

function isBelow(path: string, prefix: string): boolean {
  return path !== prefix && (prefix === '/' || path.startsWith(`${prefix}/`));
}
