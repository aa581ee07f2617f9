import type { Entity } from '@backstage/catalog-model';
import { isEqual } from 'lodash';
import { Findings } from '../build/Findings';
import { isDeclared } from '../read/readDeclaration';
import { readOnce } from '../read/readOnce';
import type { Declaration, Diagnostic, MeshModel } from '../types';
import type { ModelIndex } from './ModelIndex';
import { edgesOf } from './replaceEdges';

/** What a part knows better of diagnostics than was known before. */
export type DiagnosticsPatch = {
  /** References of those whose own diagnostics the part tells. */
  about: ReadonlySet<string>;
  /** The diagnostics of the part. */
  found: readonly Diagnostic[];
  /** APIs of which less may be said now; only the whole can tell. */
  lessUsed: readonly string[];
};

/** Who allows each other in a circle: found in the whole, not in a part. */
const CIRCLE = 'MW1132';

/**
 * What is to be said otherwise after some entities changed. Undefined where
 * it takes all of the input to know.
 */
export function findDiagnosticsPatch(options: {
  /** Those that changed, before and after. */
  changes: ReadonlyArray<{ before?: Entity; after: Entity }>;
  affected: ReadonlySet<string>;
  /** Edges of these are as the part has them. */
  consumers: ReadonlySet<string>;
  model: MeshModel;
  index: ModelIndex;
  part: { model: MeshModel; diagnostics: readonly Diagnostic[] };
}): DiagnosticsPatch | undefined {
  const { changes, affected, consumers, model, index, part } = options;
  const words = changes.map(({ before, after }) => ({
    was: before && declarationOf(before),
    is: declarationOf(after),
  }));
  if (words.some(({ was, is }) => !isEqual(letIn(was), letIn(is)))) {
    return undefined;
  }
  const edges = [...consumers].flatMap(key => edgesOf(model.edges, key));
  const called = [...edges, ...part.model.edges].map(({ provider }) =>
    provider.slice(0, provider.indexOf('@')),
  );
  const refs = new Set([...affected, ...called]);
  if ([...refs].some(ref => isJudged(ref, index))) {
    return undefined;
  }
  const [old, now] = [words.map(({ was }) => was), words.map(({ is }) => is)];
  const [unused, used] = [new Set(apisOf(old)), new Set(apisOf(now))];
  return {
    about: new Set([...affected, ...used]),
    found: part.diagnostics.filter(({ entityRef }) => {
      return affected.has(entityRef) || used.has(entityRef);
    }),
    lessUsed: [...unused].filter(api => !used.has(api)),
  };
}

/** All diagnostics, in their order. Undefined when only the whole can tell. */
export function patchDiagnostics(
  before: readonly Diagnostic[],
  { about, found, lessUsed }: DiagnosticsPatch,
): Diagnostic[] | undefined {
  const unsure = new Set(lessUsed);
  if (before.some(({ entityRef }) => unsure.has(entityRef))) {
    return undefined;
  }
  const findings = new Findings();
  findings.addAll(
    before.filter(
      ({ entityRef, code }) => !about.has(entityRef) || code === CIRCLE,
    ),
  );
  findings.addAll(found.filter(({ code }) => code !== CIRCLE));
  return findings.list();
}

function declarationOf(entity: Entity): Declaration | undefined {
  return isDeclared(entity) ? readOnce(entity).declaration : undefined;
}

function letIn(declaration: Declaration | undefined): string[] {
  return declaration?.access?.allow.map(({ from }) => from) ?? [];
}

/** APIs that these provide or need. */
function apisOf(declarations: ReadonlyArray<Declaration | undefined>) {
  return declarations.flatMap(declaration => [
    ...(declaration?.providesApis ?? []),
    ...(declaration?.needs ?? [])
      .map(({ targetRef }) => targetRef)
      .filter(ref => ref.startsWith('api:')),
  ]);
}

/**
 * True for those of whom more is said while somebody calls them: that they
 * check tokens, and which names of operations stand for nothing.
 */
function isJudged(entityRef: string, index: ModelIndex): boolean {
  const entity = index.entities.get(entityRef);
  const before = index.lastGood.get(entityRef)?.declaration;
  const workloads = index.workloads.get(entityRef) ?? [];
  return (
    workloads.some(({ expose }) => expose.some(({ jwt }) => jwt)) ||
    [entity && declarationOf(entity), before].some(declaration =>
      declaration?.access?.allow.some(({ operations }) => operations),
    )
  );
}
