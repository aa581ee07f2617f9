import { stringifyEntityRef } from '@backstage/catalog-model';
import { type Claim, listClaims } from './build/claims';
import { buildEdges } from './build/buildEdges';
import { Domains } from './build/Domains';
import { Ends } from './build/Ends';
import { Findings } from './build/Findings';
import { listNamespaces } from './build/listNamespaces';
import { type Placed, placeWorkloads } from './build/placeWorkloads';
import { shareIdentities } from './build/shareIdentities';
import { Targets } from './build/Targets';
import { isDeclared } from './read/readDeclaration';
import type {
  Declaration,
  Diagnostic,
  Edge,
  MeshInput,
  MeshModel,
} from './types';

/**
 * What `buildModel` makes of its input.
 *
 * @public
 */
export type BuiltModel = {
  model: MeshModel;
  diagnostics: Diagnostic[];
  /**
   * What is in force of each declaration now, to be stored as last good.
   * Parts that never took effect are left out: unreadable text must not bring
   * them about later.
   */
  readable: Declaration[];
  /** References of the entities with `spec.mesh` in this listing, sorted. */
  present: string[];
};

/**
 * Decides from everything that people declared, bound and approved what the
 * mesh should look like.
 *
 * @remarks
 *
 * Pure and deterministic: the order of entities, bindings and approvals makes
 * no difference. One bad entity never stops the others.
 *
 * @public
 */
export function buildModel(input: MeshInput): BuiltModel {
  const findings = new Findings();
  const ends = new Ends(input.instant);
  const claims = listClaims({ input, findings, ends });
  const { placed, newBindings, bindings } = placeWorkloads({
    input,
    claims,
    findings,
    ends,
    domains: new Domains(input.entities),
  });
  const targets = new Targets({ input, claims, placed, findings });
  const edges = shareIdentities({
    placed,
    edges: buildEdges({ input, placed, targets, findings, ends }),
    findings,
  });
  return {
    model: {
      instant: input.instant,
      instance: input.instance,
      clusters: [...input.clusters].sort((a, b) => (a.name < b.name ? -1 : 1)),
      workloads: placed.map(item => item.workload),
      edges,
      namespaces: listNamespaces({ input, placed, bindings }),
      ...(ends.next && { nextInstant: ends.next }),
      newBindings,
    },
    diagnostics: findings.list(),
    readable: listInForce({ claims, placed, edges, targets }),
    present: [
      ...new Set(input.entities.filter(isDeclared).map(stringifyEntityRef)),
    ].sort(),
  };
}

function listInForce(options: {
  claims: Map<string, Claim>;
  placed: Placed[];
  edges: Edge[];
  targets: Targets;
}): Declaration[] {
  const { claims, placed, edges, targets } = options;
  const granted = new Set(
    edges
      .filter(edge => edge.consent.state === 'granted')
      .map(edge => `${edge.consumer.split('@')[0]} ${edge.targetRef}`),
  );
  const bound = new Map<string, Placed[]>();
  for (const item of placed) {
    const { entityRef, binding } = item.workload;
    if (binding.state === 'bound') {
      bound.set(entityRef, [...(bound.get(entityRef) ?? []), item]);
    }
  }
  return [...claims]
    .filter(([, claim]) => !claim.retiring)
    .map(([entityRef, claim]) => ({
      ...claim.declaration,
      deployments: (bound.get(entityRef) ?? []).map(
        ({ deployment, workload: { expose, dns } }) => ({
          ...deployment,
          expose,
          dns,
        }),
      ),
      needs: claim.declaration.needs.filter(need =>
        granted.has(`${entityRef} ${need.targetRef}`),
      ),
      providesApis: claim.declaration.providesApis.filter(api =>
        targets.provides(claim, api),
      ),
    }));
}
