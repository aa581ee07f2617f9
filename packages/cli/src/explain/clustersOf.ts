import type { MeshModel } from '@meshwright/plugin-mesh-common';
import { UsageError } from '../terminal';
import type { Party } from './parseParty';
import { describeMissing } from './toParty';

/** Clusters in which both run whom the question is about. */
export function clustersOf(
  model: MeshModel,
  parties: { from: Party; to: Party },
): Set<string> {
  const shared = new Set(model.clusters.map(({ name }) => name));
  for (const option of ['from', 'to'] as const) {
    const party = parties[option];
    if (party.type !== 'entity' || party.ref.startsWith('api:')) continue;
    const own = model.workloads
      .filter(({ entityRef }) => entityRef === party.ref)
      .map(({ cluster }) => cluster);
    if (own.length === 0) {
      throw new UsageError(describeMissing(option, party.ref, { model }));
    }
    for (const name of shared) {
      if (!own.includes(name)) shared.delete(name);
    }
  }
  return shared;
}
