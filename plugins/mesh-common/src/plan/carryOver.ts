import type { JsonObject, JsonValue } from '@backstage/types';
import { canonicalJson } from '../objects/canonicalJson';
import { inNamespace, placeOf } from './Aliases';
import {
  type Carry,
  type CarryContext,
  isAllowing,
  remember,
  withSpec,
} from './carry';
import type { Related } from './relations';

type Context = CarryContext & Related;

/** Old identities beside the new one, in a policy that admits calls. */
export function carryCallers(carry: Carry, context: Context): Carry {
  const { object, kept } = carry;
  const { succession, isCaller, admitted, live, now } = context;
  const rules = object.spec?.rules;
  const isOpen = context.isOpen('calls');
  if (
    !(isCaller && (context.isGrantedBefore || isOpen)) ||
    !(isAllowing(object) && Array.isArray(rules))
  ) {
    return carry;
  }
  const { namespace, home, account } = succession;
  const suffix = `/ns/${home}/sa/${account}`;
  const extend = (principals: readonly string[]) => {
    const own = principals.find(principal => principal.endsWith(suffix));
    if (own === undefined) return [];
    const start = own.slice(0, -suffix.length);
    return succession.oldAccounts
      .map(old => `${start}/ns/${namespace}/sa/${old}`)
      .filter(old => isOpen || admitted.hasCaller(old))
      .filter(old => !principals.includes(old))
      .filter(old => remember(old, { kept, live, now }));
  };
  const extended = rules.map(rule => extendSources(rule, extend));
  return { ...carry, object: withSpec(object, { rules: extended }) };
}

/** Old peers beside the new one, in a policy of the network. */
export function carryPeers(carry: Carry, context: Context): Carry {
  const { kept } = carry;
  const { succession, isCaller, isCalled, isGrantedBefore } = context;
  const { admitted, live, now } = context;
  const place = `${succession.home} ${canonicalJson(succession.labels)}`;
  let { object } = carry;
  for (const [direction, side, isRelated] of [
    ['ingress', 'from', isCaller],
    ['egress', 'to', isCalled],
  ] as const) {
    const rules = object.spec?.[direction];
    if (!isRelated || !Array.isArray(rules)) continue;
    const isOpen = context.isOpen(direction);
    if (!isGrantedBefore && !isOpen) continue;
    const extended = rules.map(rule => {
      const peers = (rule as JsonObject)[side];
      if (!Array.isArray(peers)) return rule;
      const own = peers.find(peer => placeOf(peer) === place);
      if (own === undefined) return rule;
      const known = new Set(peers.map(peer => canonicalJson(peer)));
      const old = succession.oldLabels
        .map(labels => ({
          ...inNamespace(own as JsonObject, succession.namespace),
          podSelector: { matchLabels: labels },
        }))
        .filter(peer => {
          const what = canonicalJson(peer);
          const was = isOpen || admitted.hasPeer(what, direction);
          return was && !known.has(what) && remember(what, { kept, live, now });
        });
      return { ...(rule as JsonObject), [side]: [...peers, ...old] };
    });
    object = withSpec(object, { [direction]: extended });
  }
  return { ...carry, object };
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
