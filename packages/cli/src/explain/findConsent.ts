import type { Edge, MeshModel } from '@meshwright/plugin-mesh-common';
import type { Party } from './parseParty';

/** What the declarations say about a pair of entities. */
export type ConsentAnswer = Pick<
  Edge,
  'key' | 'relation' | 'ports' | 'operations' | 'consent'
>;

/** Edges between two entities; undefined where not both are entities. */
export function findConsent(
  model: MeshModel,
  question: { from: Party; to: Party; cluster: string | undefined },
): ConsentAnswer[] | undefined {
  const { from, to, cluster } = question;
  if (from.type !== 'entity' || to.type !== 'entity') return undefined;
  const providers = new Set(listProviders(to.ref, model));
  return model.edges
    .filter(edge => {
      const [consumer, place] = edge.consumer.split('@');
      const [provider = ''] = edge.provider.split('@');
      return (
        consumer === from.ref &&
        providers.has(provider) &&
        place?.split('/')[0] === cluster
      );
    })
    .map(({ key, relation, ports, operations, consent }) => ({
      key,
      relation,
      ports,
      ...(operations && { operations }),
      consent,
    }));
}

/** The entity itself; of an API, those that edges through it lead to. */
export function listProviders(ref: string, model: MeshModel): string[] {
  if (!ref.startsWith('api:')) return [ref];
  const found = model.edges
    .filter(({ targetRef }) => targetRef === ref)
    .map(({ provider }) => provider.split('@')[0] ?? '');
  return [...new Set(found)];
}
