import type { JsonObject, JsonValue } from '@backstage/types';
import { canonicalJson } from '../objects/canonicalJson';
import type { MeshObject } from '../objects/types';
import { deadlineOf } from './admittedUntil';
import { isSameLabels, type Succession } from './succession';

/** A policy, and what old it admits: until when, where that is known. */
export type Carry = {
  object: MeshObject;
  kept: Map<string, string | undefined>;
};

type Context = {
  succession: Succession;
  isCaller: boolean;
  isCalled: boolean;
  /** The policies of the same workload as they are now. */
  live: readonly MeshObject[];
  now?: string;
};

const NAME = 'kubernetes.io/metadata.name';

/** Old identities beside the new one, in a policy that admits calls. */
export function carryCallers(carry: Carry, context: Context): Carry {
  const { object, kept } = carry;
  const { succession, isCaller, live, now } = context;
  const rules = object.spec?.rules;
  if (!isCaller || object.spec?.action !== 'ALLOW' || !Array.isArray(rules)) {
    return carry;
  }
  const { namespace, account } = succession;
  const suffix = `/ns/${namespace}/sa/${account}`;
  const admitted = new Set(
    live.filter(isAllowing).flatMap(({ spec }) => listPrincipals(spec?.rules)),
  );
  const extend = (principals: readonly string[]) => {
    const own = principals.find(principal => principal.endsWith(suffix));
    if (own === undefined) return [];
    const start = own.slice(0, -account.length);
    return succession.oldAccounts
      .map(old => `${start}${old}`)
      .filter(old => admitted.has(old) && !principals.includes(old))
      .filter(old => remember({ what: old, kept, live, now }));
  };
  const extended = rules.map(rule => extendSources(rule, extend));
  return { kept, object: withSpec(object, { rules: extended }) };
}

/** Old peers beside the new one, in a policy of the network. */
export function carryPeers(carry: Carry, context: Context): Carry {
  const { kept } = carry;
  const { succession, isCaller, isCalled, live, now } = context;
  let { object } = carry;
  for (const [direction, side, isRelated] of [
    ['ingress', 'from', isCaller],
    ['egress', 'to', isCalled],
  ] as const) {
    const rules = object.spec?.[direction];
    if (!isRelated || !Array.isArray(rules)) continue;
    const admitted = new Set(
      live
        .filter(({ kind }) => kind === 'NetworkPolicy')
        .flatMap(({ spec }) => listPeers(spec?.[direction], side)),
    );
    const extended = rules.map(rule => {
      const peers = (rule as JsonObject)[side];
      if (!Array.isArray(peers)) return rule;
      const own = peers.find(peer => isPeerOf(peer, succession));
      if (own === undefined) return rule;
      const known = new Set(peers.map(peer => canonicalJson(peer)));
      const old = succession.oldLabels
        .map(labels => withLabels(own as JsonObject, labels))
        .filter(peer => {
          const what = canonicalJson(peer);
          const isNew = admitted.has(what) && !known.has(what);
          return isNew && remember({ what, kept, live, now });
        });
      return { ...(rule as JsonObject), [side]: [...peers, ...old] };
    });
    object = withSpec(object, { [direction]: extended });
  }
  return { kept, object };
}

/** Notes that something old stays; false when its time is over. */
function remember(options: {
  what: string;
  kept: Carry['kept'];
  live: readonly MeshObject[];
  now?: string;
}): boolean {
  const { what, kept, live, now } = options;
  if (kept.has(what)) return true;
  const until = now === undefined ? undefined : deadlineOf({ what, live, now });
  if (now !== undefined && until === undefined) return false;
  kept.set(what, until);
  return true;
}

function extendSources(
  rule: JsonValue,
  extend: (principals: readonly string[]) => string[],
): JsonValue {
  const { from } = rule as JsonObject;
  if (!Array.isArray(from)) return rule;
  return {
    ...(rule as JsonObject),
    from: from.map(item => {
      const { source } = item as { source?: JsonObject };
      const principals = source?.principals;
      if (!Array.isArray(principals)) return item;
      const all = principals as string[];
      return {
        ...(item as JsonObject),
        source: { ...source, principals: [...all, ...extend(all)].sort() },
      };
    }),
  };
}

function isAllowing({ kind, spec }: MeshObject): boolean {
  return kind === 'AuthorizationPolicy' && spec?.action === 'ALLOW';
}

function listPrincipals(rules: JsonValue | undefined): string[] {
  return toList(rules).flatMap(rule =>
    toList((rule as JsonObject).from).flatMap(item => {
      const { source } = item as { source?: JsonObject };
      return toList(source?.principals) as string[];
    }),
  );
}

function listPeers(
  rules: JsonValue | undefined,
  side: 'from' | 'to',
): string[] {
  return toList(rules).flatMap(rule =>
    toList((rule as JsonObject)[side]).map(peer => canonicalJson(peer)),
  );
}

function isPeerOf(peer: JsonValue, { namespace, labels }: Succession): boolean {
  const { namespaceSelector, podSelector } = peer as Record<
    string,
    { matchLabels?: Record<string, string> } | undefined
  >;
  return (
    namespaceSelector?.matchLabels?.[NAME] === namespace &&
    podSelector?.matchLabels !== undefined &&
    isSameLabels(podSelector.matchLabels, labels)
  );
}

function withLabels(
  peer: JsonObject,
  labels: Record<string, string>,
): JsonObject {
  return { ...peer, podSelector: { matchLabels: labels } };
}

function withSpec(object: MeshObject, fields: JsonObject): MeshObject {
  return { ...object, spec: { ...object.spec, ...fields } };
}

function toList(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}
