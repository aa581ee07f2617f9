import { isDeepStrictEqual } from 'node:util';
import type { Entity } from '@backstage/catalog-model';
import type { PreviewOptions } from '@meshwright/plugin-mesh-common';
import { assumeStages } from '../input/assumeInput';
import { type Collected, collect } from '../input/collect';
import { readContracts } from '../input/readContracts';
import { overlayEntities, readInput } from '../input/readScene';
import type { Values } from '../options/parseOptions';
import type { inputOptions } from '../options/shared';
import type { Problem } from '../read/types';
import type { Terminal } from '../terminal';

/** Two states, and what is between them. */
export type Change = PreviewOptions & {
  /** References of entities that are new or different. */
  changed: string[];
  removed: string[];
  head: Collected;
  knowsCatalog: boolean;
  problems: Problem[];
  assumptions: string[];
};

/**
 * Reads the files before and after a change. What both sides say is judged as
 * it is before; only what differs is the change.
 */
export async function readChange(
  paths: { base: readonly string[] | undefined; head: readonly string[] },
  values: Values<typeof inputOptions>,
  terminal: Terminal,
): Promise<Change> {
  const head = await collect(paths.head, values, terminal);
  const base = paths.base && (await collect(paths.base, values, terminal));
  const before = base ? entitiesOf(base) : [];
  const after = entitiesOf(head);
  const isAssumed = values.input === undefined;
  // Clusters, hosts and stages of new entities are part of what is assumed.
  const { input, assumptions } = await readInput(values, terminal, [
    ...before,
    ...(isAssumed ? onlyNew(after, base) : []),
  ]);
  const known = new Map(base?.entities);
  const isChanged = ([ref, { entity }]: [string, { entity: Entity }]) =>
    !isDeepStrictEqual(known.get(ref)?.entity, entity);
  const changed = [...head.entities].filter(isChanged);
  const entities = changed.map(([, { entity }]) => entity);
  const removed = [...known.keys()].filter(
    ref => !head.entities.has(ref) && isReadable(ref, head),
  );
  return {
    input: isAssumed
      ? {
          ...input,
          entities: before,
          stages: assumeStages(before, input.instant),
        }
      : { ...input, entities: overlayEntities(input.entities, before) },
    entities,
    head,
    knowsCatalog: !isAssumed,
    contracts: readContracts(entities),
    changed: changed.map(([ref]) => ref).sort(),
    removed: removed.sort(),
    problems: [
      ...(base?.problems ?? []).map(asBase),
      ...head.problems,
      ...refusals(head),
    ],
    assumptions: [...new Set([...assumptions, ...head.assumptions])],
  };
}

function entitiesOf({ entities }: Collected): Entity[] {
  return [...entities.values()].map(({ entity }) => entity);
}

function onlyNew(
  after: readonly Entity[],
  base: Collected | undefined,
): Entity[] {
  const known = new Set(base?.entities.keys());
  return after.filter(entity => {
    const { kind, metadata } = entity;
    const ref = `${kind}:${metadata.namespace}/${metadata.name}`;
    return !known.has(ref.toLowerCase());
  });
}

/** An entity that the catalog would refuse is not gone: the old one stays. */
function isReadable(ref: string, { refused }: Collected): boolean {
  return !refused.some(({ diagnostic }) => diagnostic.entityRef === ref);
}

function asBase(problem: Problem): Problem {
  return { ...problem, message: `${problem.message} (--base)` };
}

function refusals({ refused }: Collected): Problem[] {
  return refused.map(({ diagnostic, source: { file, line } }) => ({
    file,
    line,
    message: `${diagnostic.entityRef}: ${diagnostic.message}`,
  }));
}
