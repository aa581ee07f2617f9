import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  type Diagnostic,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import { nameOf } from '../output/nameOf';
import type { Terminal } from '../terminal';
import { readItems } from '../read/readItems';
import type { Problem, Source } from '../read/types';
import { refuseEntity } from './refuseEntity';
import { withNamespace } from './withNamespace';

/** What was found in files and folders, with where it stands. */
export type Collected = {
  /** As the catalog would take them, by reference. */
  entities: Map<string, { entity: Entity; source: Source }>;
  /** By key. */
  manifests: Map<string, { object: MeshObject; source: Source }>;
  /** Entities that the catalog would refuse; they are left out. */
  refused: Array<{ diagnostic: Diagnostic; source: Source }>;
  problems: Problem[];
  /** Documents that are neither. */
  others: number;
  /** Things that were taken for granted, for a person. */
  assumptions: string[];
};

export type CollectOptions = {
  exclude?: readonly string[];
  /** For manifests that name none. */
  namespace?: string;
  /** Where the files will come from. */
  location?: string;
};

/** Reads everything in files and folders; what is there twice counts once. */
export async function collect(
  paths: readonly string[],
  options: CollectOptions,
  terminal: Pick<Terminal, 'cwd' | 'stdin'>,
): Promise<Collected> {
  const { exclude, namespace = 'default', location } = options;
  const found: Collected = {
    entities: new Map(),
    manifests: new Map(),
    refused: [],
    problems: [],
    others: 0,
    assumptions: [],
  };
  let nameless = 0;
  const { cwd, stdin } = terminal;
  for await (const item of readItems(paths, { cwd, stdin, exclude })) {
    switch (item.type) {
      case 'problem': {
        const { type: _, ...problem } = item;
        found.problems.push(problem);
        break;
      }
      case 'entity':
        await addEntity(found, item, location);
        break;
      case 'manifest': {
        const object = withNamespace(item.object, namespace);
        if (object !== item.object) nameless += 1;
        addOnce(found.manifests, {
          key: objectKey(object),
          item: { object, source: item.source },
          problems: found.problems,
        });
        break;
      }
      default:
        found.others += 1;
    }
  }
  if (nameless > 0 && options.namespace === undefined) {
    found.assumptions.push(
      `Manifests without a namespace (${nameless}) are in namespace ${namespace} (--namespace)`,
    );
  }
  return found;
}

async function addEntity(
  found: Collected,
  { entity, source }: { entity: Entity; source: Source },
  location: string | undefined,
): Promise<void> {
  const read = await refuseEntity(entity);
  if ('diagnostic' in read) {
    found.refused.push({ diagnostic: read.diagnostic, source });
    return;
  }
  const placed = withLocation(read.entity, source, location);
  addOnce(found.entities, {
    key: stringifyEntityRef(placed),
    item: { entity: placed, source },
    problems: found.problems,
  });
}

/** A prefix that ends in `/` is a folder, which the file is below. */
function withLocation(
  entity: Entity,
  { file }: Source,
  location: string | undefined,
): Entity {
  const key = 'backstage.io/managed-by-location';
  const { metadata } = entity;
  if (location === undefined || metadata.annotations?.[key]) return entity;
  const path = file.replace(/^\.\//, '');
  const value = location.endsWith('/') ? `${location}${path}` : location;
  const annotations = { ...metadata.annotations, [key]: value };
  return { ...entity, metadata: { ...metadata, annotations } };
}

function addOnce<T extends { source: Source }>(
  into: Map<string, T>,
  { key, item, problems }: { key: string; item: T; problems: Problem[] },
): void {
  const first = into.get(key);
  if (!first) {
    into.set(key, item);
    return;
  }
  const { file, line } = item.source;
  const message = `${nameOf(key)} is already in ${first.source.file}:${
    first.source.line
  }, which counts; leave one of them out (--exclude)`;
  problems.push({ file, line, message });
}
