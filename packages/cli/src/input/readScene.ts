import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { MeshInput } from '@meshwright/plugin-mesh-common';
import type { Values } from '../options/parseOptions';
import type { inputOptions } from '../options/shared';
import { type Terminal, UsageError } from '../terminal';
import { assumeInput } from './assumeInput';
import { readClusters } from './clusters';
import { type Collected, collect } from './collect';
import { readContracts } from './readContracts';
import { readMeshInput } from './readMeshInput';

/** Everything that an answer is made from. */
export type Scene = Collected & {
  input: MeshInput;
  /** True when the whole catalog is known, and not only some files. */
  knowsCatalog: boolean;
};

/** Reads files, and what they are judged with. */
export async function readScene(
  paths: readonly string[],
  values: Values<typeof inputOptions>,
  terminal: Terminal,
): Promise<Scene> {
  const found = await collect(paths, values, terminal);
  const { input, assumptions } = await readInput(
    values,
    terminal,
    [...found.entities.values()].map(({ entity }) => entity),
  );
  return {
    ...found,
    input,
    knowsCatalog: values.input !== undefined,
    assumptions: [...assumptions, ...found.assumptions],
  };
}

/** The input of the file, or an assumed one, with entities laid over it. */
export async function readInput(
  values: Values<typeof inputOptions>,
  { cwd, now }: Terminal,
  entities: readonly Entity[],
): Promise<{ input: MeshInput; assumptions: string[] }> {
  const instant = readInstant(values.instant, now);
  const clusters =
    values.clusters === undefined
      ? undefined
      : await readClusters(values.clusters, cwd);
  const contracts = readContracts(entities);
  if (values.input === undefined) {
    const { instance = 'meshwright' } = values;
    const made = assumeInput({ entities, clusters, instant, instance });
    return { ...made, input: { ...made.input, contracts } };
  }
  const given = await readMeshInput(values.input, cwd);
  return {
    assumptions: [],
    input: {
      ...given,
      instant,
      instance: values.instance ?? given.instance,
      clusters: overlay(given.clusters, clusters ?? [], ({ name }) => name),
      entities: overlayEntities(given.entities, entities),
      contracts: { ...given.contracts, ...contracts },
    },
  };
}

/** Entities take the place of those of the same reference, at its location. */
export function overlayEntities(
  base: readonly Entity[],
  entities: readonly Entity[],
): Entity[] {
  const known = new Map(base.map(each => [stringifyEntityRef(each), each]));
  const placed = entities.map(entity =>
    inheritLocation(entity, known.get(stringifyEntityRef(entity))),
  );
  return overlay(base, placed, stringifyEntityRef);
}

function inheritLocation(entity: Entity, known: Entity | undefined): Entity {
  const inherited = Object.fromEntries(
    Object.entries(known?.metadata.annotations ?? {}).filter(([key]) =>
      key.startsWith('backstage.io/managed-by-'),
    ),
  );
  const annotations = { ...inherited, ...entity.metadata.annotations };
  return { ...entity, metadata: { ...entity.metadata, annotations } };
}

function overlay<T>(
  base: readonly T[],
  over: readonly T[],
  keyOf: (item: T) => string,
): T[] {
  const all = [...base, ...over].map(item => [keyOf(item), item] as const);
  return [...new Map(all).values()];
}

function readInstant(text: string | undefined, now: () => Date): string {
  if (text === undefined) return now().toISOString();
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) {
    throw new UsageError(
      `--instant is '${text}'; it is an instant such as 2027-01-31T08:00:00Z`,
    );
  }
  return instant.toISOString();
}
