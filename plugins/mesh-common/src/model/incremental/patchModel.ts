import { isEqual } from 'lodash';
import { type BuiltModel, buildModel } from '../buildModel';
import type { Declaration, MeshInput, MeshModel, Workload } from '../types';
import { cutOut, listAffected } from './cutOut';
import type { ModelIndex } from './ModelIndex';
import { mergeExternals } from './mergeExternals';
import { nextOf } from './nextOf';
import {
  type DiagnosticsPatch,
  findDiagnosticsPatch,
} from './patchDiagnostics';
import { placeOf, replaceEdges } from './replaceEdges';
import type { EntityChange } from './reachOfChange';
import { replaceReadable } from './replaceReadable';

/** What was made of one input, and the input that comes after it. */
export type Patching = {
  input: MeshInput;
  model: MeshModel;
  readable: Declaration[];
  index: ModelIndex;
  next: MeshInput;
  changes: readonly EntityChange[];
};

/** What is made of a part only, with the rest as it was. */
export type Patched = Pick<BuiltModel, 'model' | 'readable'> & {
  /** Absent where only the whole tells what has to be said now. */
  diagnostics?: DiagnosticsPatch;
};

/**
 * The model of the next input, where a part of it is enough to know; the
 * index is brought along. Undefined when it takes all of the input.
 */
export function patchModel(patching: Patching): Patched | undefined {
  const { input, model, index, next, changes, readable } = patching;
  if (changes.length === 0) {
    index.remember(next.lastGood);
    return { model: { ...model, instant: next.instant }, readable };
  }
  const before = cutOut(input, index, listAffected(index, changes));
  const said = changes.map(({ entityRef, after }) => {
    return { before: index.entities.get(entityRef), after };
  });
  index.remember(next.lastGood);
  for (const { entityRef, after } of changes) {
    index.replace(entityRef, after);
  }
  const affected = listAffected(index, changes);
  const part = buildModel(cutOut(next, index, affected));
  const patched = isConsistent(patching, part.model)
    ? replaceReadable({ readable, part: part.readable, affected })
    : undefined;
  const consumers = keysOf(index, affected);
  const merged =
    patched && mergeModel({ patching, part: part.model, before, consumers });
  return (
    merged && {
      model: merged,
      readable: patched,
      diagnostics: findDiagnosticsPatch({
        ...{ changes: said, affected, consumers, model, index, part },
      }),
    }
  );
}

/** Of all their workloads. */
function keysOf(
  { workloads }: ModelIndex,
  refs: ReadonlySet<string>,
): Set<string> {
  return new Set(
    [...refs].flatMap(ref => workloads.get(ref)?.map(({ key }) => key) ?? []),
  );
}

function mergeModel(options: {
  patching: Patching;
  part: MeshModel;
  before: MeshInput;
  consumers: ReadonlySet<string>;
}): MeshModel | undefined {
  const { part, before, consumers } = options;
  const { model, index, next, changes } = options.patching;
  const nextInstant = nextOf({ model, part, before });
  const edges = replaceEdges(model.edges, part.edges, consumers);
  const externals = mergeExternals({
    ...{ model, part, edges, changes, consumers },
  });
  if (nextInstant === 'unknown' || !externals) {
    return undefined;
  }
  const changed = new Set(changes.map(({ entityRef }) => entityRef));
  const workloads = replaceWorkloads(model, part, changed);
  for (const ref of changed) {
    index.workloads.set(
      ref,
      part.workloads.filter(({ entityRef }) => entityRef === ref),
    );
  }
  return {
    instant: next.instant,
    instance: model.instance,
    clusters: model.clusters,
    workloads,
    edges,
    ...(externals.length > 0 && { externals }),
    ...(model.guardrails && { guardrails: model.guardrails }),
    namespaces: model.namespaces,
    ...(nextInstant && { nextInstant }),
    newBindings: model.newBindings,
  };
}

/**
 * True when everybody has the same places and names in the part as in the
 * whole: what the part leaves out made no difference to it.
 */
function isConsistent({ index, changes }: Patching, part: MeshModel): boolean {
  const changed = new Set(changes.map(({ entityRef }) => entityRef));
  const whole = [
    ...new Set(part.workloads.map(item => item.entityRef)),
  ].flatMap(ref => index.workloads.get(ref) ?? []);
  const byKey = new Map(whole.map(item => [item.key, item]));
  return (
    whole.length === part.workloads.length &&
    whole.every(item => !item.retiring || !changed.has(item.entityRef)) &&
    part.workloads.every(item => {
      const known = byKey.get(item.key);
      return changed.has(item.entityRef)
        ? known && isEqual(heldBy(known), heldBy(item))
        : isEqual(known, item);
    })
  );
}

/** What a workload holds against others. */
function heldBy({ binding, expose, dns, retiring, lastGood }: Workload) {
  return { binding, expose, dns, retiring, lastGood };
}

function replaceWorkloads(
  model: MeshModel,
  part: MeshModel,
  changed: ReadonlySet<string>,
): Workload[] {
  const workloads = model.workloads.slice();
  for (const item of part.workloads) {
    const place = placeOf(workloads, item.key);
    const old = workloads[place];
    if (
      changed.has(item.entityRef) &&
      old?.key === item.key &&
      JSON.stringify(item) !== JSON.stringify(old)
    ) {
      workloads[place] = item;
    }
  }
  return workloads;
}
