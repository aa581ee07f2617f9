import { isInBlock, type Address } from '../matchIp';
import { every, not, some, type Truth } from '../truth';
import { toBlock } from './layer4';
import type {
  ZtunnelAccount,
  ZtunnelAddress,
  ZtunnelMatch,
  ZtunnelPolicy,
  ZtunnelText,
} from './ztunnelPolicy';

/** A connection as ztunnel sees it. */
export type ZtunnelConnection = {
  /** Without `spiffe://`; null on plaintext, undefined when not known. */
  principal: string | null | undefined;
  sourceIp?: Address;
  destinationIp?: Address;
  port: number;
};

export type ZtunnelResult = {
  decision: 'allow' | 'deny' | 'unknown';
  policy?: ZtunnelPolicy;
  rule?: number;
};

/** DENY first; then, when there is any ALLOW, one of them must fit. */
export function decideZtunnel(
  policies: readonly ZtunnelPolicy[],
  connection: ZtunnelConnection,
): ZtunnelResult {
  const enforced = policies.filter(policy => !policy.dryRun);
  const denying = enforced.filter(policy => policy.action === 'DENY');
  const allowing = enforced.filter(policy => policy.action === undefined);
  const deny = findGroup(denying, connection);
  if (deny.truth === true) return { decision: 'deny', ...deny.found };
  if (allowing.length > 0) {
    const allow = findGroup(allowing, connection);
    if (allow.truth === false) return { decision: 'deny' };
    if (allow.truth === undefined) {
      return { decision: 'unknown', ...allow.found };
    }
    if (deny.truth === false) return { decision: 'allow', ...allow.found };
  }
  return deny.truth === false
    ? { decision: 'allow' }
    : { decision: 'unknown', ...deny.found };
}

type Found = { policy: ZtunnelPolicy; rule: number };

function findGroup(
  policies: readonly ZtunnelPolicy[],
  connection: ZtunnelConnection,
): { truth: Truth; found?: Found } {
  let possible: Found | undefined;
  for (const policy of policies) {
    for (const [rule, { rules }] of (policy.groups ?? []).entries()) {
      const truth = every(rules, ({ matches }) =>
        some(matches, match => matchOne(match, connection)),
      );
      if (truth === true) return { truth, found: { policy, rule } };
      if (truth === undefined) possible ??= { policy, rule };
    }
  }
  return possible ? { truth: undefined, found: possible } : { truth: false };
}

/** A match without any condition is skipped: it never holds. */
function matchOne(match: ZtunnelMatch, connection: ZtunnelConnection): Truth {
  if (Object.keys(match).length === 0) return false;
  const identity = readIdentity(connection.principal);
  const text = (select: (identity: Identity) => string) =>
    identity && ((item: ZtunnelText) => matchText(item, select(identity)));
  const account =
    identity && ((item: ZtunnelAccount) => isAccount(item, identity));
  const address = (value: Address | undefined) =>
    value && ((item: ZtunnelAddress) => isInBlock(value, toBlock(item)));
  const port = (item: number) => item === connection.port;
  const source = address(connection.sourceIp);
  const destination = address(connection.destinationIp);
  const principal = text(({ principal: name }) => name);
  const namespace = text(({ namespace: name }) => name);
  return every(
    [
      () => hold(match.principals, match.notPrincipals, principal),
      () => hold(match.namespaces, match.notNamespaces, namespace),
      () => hold(match.serviceAccounts, match.notServiceAccounts, account),
      () => hold(match.sourceIps, match.notSourceIps, source),
      () => hold(match.destinationIps, match.notDestinationIps, destination),
      () => hold(match.destinationPorts, match.notDestinationPorts, port),
    ],
    test => test(),
  );
}

/** One of the first must fit, when there are any, and none of the others. */
function hold<T>(
  items: readonly T[] = [],
  notItems: readonly T[] = [],
  fits: ((item: T) => boolean) | undefined,
): Truth {
  const any = (list: readonly T[]): Truth =>
    fits ? list.some(fits) : undefined;
  return every([items, notItems], list => {
    if (list.length === 0) return true;
    return list === items ? any(list) : not(any(list));
  });
}

type Identity = {
  principal: string;
  namespace: string;
  serviceAccount: string;
};

function readIdentity(
  principal: string | null | undefined,
): Identity | undefined {
  if (principal === undefined) return undefined;
  const parts = /^[^/]*\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(principal ?? '');
  return {
    principal: principal ?? '',
    namespace: parts?.[1] ?? '',
    serviceAccount: parts?.[2] ?? '',
  };
}

/** On plaintext there is no text: nothing fits it, not even a wildcard. */
function matchText(item: ZtunnelText, text: string): boolean {
  if (text === '') return false;
  if ('exact' in item) return item.exact === text;
  if ('prefix' in item) return text.startsWith(item.prefix);
  return 'suffix' in item ? text.endsWith(item.suffix) : true;
}

function isAccount(item: ZtunnelAccount, identity: Identity): boolean {
  return (
    item.namespace === identity.namespace &&
    item.serviceAccount === identity.serviceAccount
  );
}
