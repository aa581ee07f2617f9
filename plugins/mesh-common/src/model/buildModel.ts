import { stringifyEntityRef } from '@backstage/catalog-model';
import { finish } from '../objects/steps';
import { AccessLimits } from './build/AccessLimits';
import { buildEdges } from './build/buildEdges';
import { listClaims } from './build/claims';
import { Consents } from './build/Consents';
import { Contracts } from './build/Contracts';
import { Domains } from './build/Domains';
import { Ends } from './build/Ends';
import { Externals } from './build/Externals';
import { Findings } from './build/Findings';
import { Grants } from './build/Grants';
import { Guardrails } from './build/Guardrails';
import { listInForce } from './build/listInForce';
import { listNamespaces } from './build/listNamespaces';
import { placeWorkloads } from './build/placeWorkloads';
import { Reaches } from './build/Reaches';
import { reportAccess } from './build/reportAccess';
import { reportContracts } from './build/reportContracts';
import { reportTokens } from './build/reportTokens';
import { shareIdentities } from './build/shareIdentities';
import { Targets } from './build/Targets';
import { Windows } from './build/Windows';
import { isDeclared } from './read/readDeclaration';
import type { Declaration, Diagnostic, MeshInput, MeshModel } from './types';

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
  return finish(buildModelSteps(input));
}

/** The same in steps, for whoever lets others have a turn in between. */
export function* buildModelSteps(
  input: MeshInput,
): Generator<undefined, BuiltModel> {
  const findings = new Findings();
  const ends = new Ends(input.instant);
  const entities = new Map(
    input.entities.map(entity => [stringifyEntityRef(entity), entity]),
  );
  const domains = new Domains(input.entities);
  const claims = listClaims({ input, findings, ends });
  const placing = placeWorkloads({ input, claims, findings, ends, domains });
  const { placed, bindings } = placing;
  yield;
  const parts = { input, entities, claims, placed, bindings, findings };
  const externals = new Externals(parts);
  const targets = new Targets({ ...parts, externals });
  const contracts = new Contracts(input.contracts);
  const reaches = new Reaches({ contracts, findings });
  const limits = new AccessLimits({ contracts, findings, targets });
  const guardrails = new Guardrails(input.guardrails ?? [], domains);
  const consents = new Consents({
    input,
    ends,
    windows: new Windows(ends),
    guardrails,
    grants: new Grants({ input, contracts, limits }),
  });
  const walk = { placed, targets, reaches, consents, findings };
  const built = yield* buildEdges(walk);
  const edges = shareIdentities({ placed, edges: built.edges, findings });
  reportContracts({ ...parts, contracts });
  reportAccess(parts);
  reportTokens({ placed, edges, findings });
  yield;
  return {
    model: {
      instant: input.instant,
      instance: input.instance,
      clusters: [...input.clusters].sort((a, b) => (a.name < b.name ? -1 : 1)),
      workloads: placed.map(item => item.workload),
      edges,
      ...(built.externals.length > 0 && { externals: built.externals }),
      ...(guardrails.denying.length > 0 && { guardrails: guardrails.denying }),
      namespaces: listNamespaces({ input, placed, bindings }),
      ...(ends.next && { nextInstant: ends.next }),
      newBindings: [...placing.newBindings, ...externals.made],
    },
    diagnostics: findings.list(),
    readable: listInForce({
      ...parts,
      edges,
      targets,
      reaches,
      limits,
      externals,
    }),
    present: [...entities]
      .filter(([, entity]) => isDeclared(entity))
      .map(([ref]) => ref)
      .sort(),
  };
}
