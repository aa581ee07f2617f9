import { evaluate } from '../../evaluate/evaluate';
import type { Verdict } from '../../evaluate/types';
import type { LintContext, ObjectRule, RuleFinding } from '../types';
import {
  listLayer4,
  listLayer7,
  type CallPair,
  type CallPairs,
} from './read/callPairs';
import { worldOf } from './read/mesh';
import { listNetPolicies } from './read/network';
import { listWorkloads, type Workload } from './read/workloads';

/** One layer lets in whom the other refuses. */
export const layerGap: ObjectRule = {
  code: 'MW2048',
  severity: 'warning',
  summary: 'NetworkPolicies and AuthorizationPolicies let in the same callers',
  aliases: ['SEG-L4-L7-GAP'],
  check: context => {
    if (listNetPolicies(context).length === 0) return [];
    if (listWorkloads(context).length === 0) return [];
    const layer4 = context.derive(listLayer4);
    const layer7 = context.derive(listLayer7);
    // What both layers name needs no closer look.
    return [
      ...compare(context, [layer7, layer4], 'network-policy'),
      ...compare(context, [layer4, layer7], 'authorization-policy'),
    ];
  },
};

/** One finding per rule is enough to look at it. */
function compare(
  context: LintContext,
  [own, other]: [CallPairs, CallPairs],
  layer: Verdict['layer'],
): RuleFinding[] {
  const found = new Map<string, RuleFinding>();
  for (const [key, pair] of own) {
    const { object, path } = pair;
    const { namespace, name } = object.metadata;
    const place = `${namespace}/${name} ${path}`;
    if (other.has(key) || found.has(place)) continue;
    const message = judge(context, pair, layer);
    if (message) found.set(place, { object, path, message });
  }
  return [...found.values()];
}

function judge(
  context: LintContext,
  pair: CallPair,
  layer: Verdict['layer'],
): string | undefined {
  const { caller, server, port } = pair;
  const verdict = ask(context, pair);
  if (verdict.decision !== 'deny' || verdict.layer !== layer) return undefined;
  const refused =
    layer === 'network-policy'
      ? 'a NetworkPolicy refuses the connection to'
      : 'the AuthorizationPolicies refuse it at';
  return `The rule lets in '${caller.name}' of namespace '${caller.namespace}' on port ${port}, but ${refused} '${server.name}'. Allow it on both layers, or on none.`;
}

function ask(
  context: LintContext,
  { caller, server, port }: CallPair,
): Verdict {
  return evaluate(worldOf(context), {
    source: toParty(caller),
    destination: { ...toParty(server), port, protocol: 'http' },
    http: {},
  });
}

function toParty({ namespace, labels, serviceAccount }: Workload) {
  return { namespace, labels, serviceAccount, inMesh: true };
}
