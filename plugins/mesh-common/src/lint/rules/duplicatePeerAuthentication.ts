import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { listPeers, type Peer } from './read/peers';
import { findWorkloads } from './read/workloads';

/** At one level the oldest counts, and the control plane says nothing. */
export const duplicatePeerAuthentication: ObjectRule = {
  code: 'MW2033',
  severity: 'warning',
  summary: 'One PeerAuthentication is for a namespace or workload',
  aliases: ['SEG-DUP-PEERAUTHN', 'KIA0002', 'KIA0003'],
  check: context => [...checkScopes(context), ...checkWorkloads(context)],
};

function checkScopes(context: LintContext): RuleFinding[] {
  const oldest = new Map<string, Peer>();
  return listPeers(context).flatMap(peer => {
    const key = scopeOf(peer);
    const winner = oldest.get(key);
    if (!winner) oldest.set(key, peer);
    return winner ? [report(peer, winner, 'for the same workloads')] : [];
  });
}

/** Different selectors that meet in a workload. */
function checkWorkloads(context: LintContext): RuleFinding[] {
  const selecting = listPeers(context).filter(
    ({ matchLabels, namespace }) =>
      matchLabels && namespace !== context.options.rootNamespace,
  );
  const byWorkload = new Map<object, Peer>();
  const reported = new Set<Peer>();
  const scopes = new Set<string>();
  return selecting.flatMap(peer => {
    // An equal selector was reported already.
    if (scopes.has(scopeOf(peer))) return [];
    scopes.add(scopeOf(peer));
    return findWorkloads(context, peer.namespace, peer.matchLabels).flatMap(
      workload => {
        const winner = byWorkload.get(workload);
        if (!winner) byWorkload.set(workload, peer);
        if (!winner || reported.has(peer)) return [];
        reported.add(peer);
        return [report(peer, winner, `for workload '${workload.name}'`)];
      },
    );
  });
}

function scopeOf({ namespace, matchLabels }: Peer): string {
  return JSON.stringify([namespace, Object.entries(matchLabels ?? {}).sort()]);
}

function report(loser: Peer, winner: Peer, where: string): RuleFinding {
  return {
    object: loser.object,
    path: 'spec',
    message: `PeerAuthentication '${winner.name}' is older and ${where}: it counts, and this one has no effect there. Keep one of them.`,
  };
}
