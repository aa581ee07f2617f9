import type { JsonObject, JsonValue } from '@backstage/types';
import type {
  ExportClusterResponse,
  ProvisionPlan,
} from '@meshwright/plugin-mesh-common';
import { stringify } from 'yaml';
import { isObject } from '../client/WireAnswer';
import { isReference } from '../provisioner/resolveReferences';
import { exportedAs } from './createSymbols';

/** What goes into the cluster, and what is missing in it. */
export type Manifests = ExportClusterResponse & {
  /** Values that are known only once the resource exists. */
  open: Array<{ mark: string; value: string }>;
};

/** One file for each object, in the order in which they are applied. */
export function buildManifests({ steps }: ProvisionPlan): Manifests {
  const open: Manifests['open'] = [];
  const objects = steps.filter(step => exportedAs(step) === 'manifest');
  const files = objects.map(({ resource, body = {} }, index) => {
    const number = String(index + 1).padStart(2, '0');
    const name = `${resource.type}-${resource.name}`
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-');
    return {
      path: `kubernetes/${number}-${name}.yaml`,
      content: stringify(fillIn(body, open), { lineWidth: 0 }),
    };
  });
  return { files, open };
}

function fillIn(value: JsonObject, open: Manifests['open']): JsonObject {
  const replace = (item: JsonValue): JsonValue => {
    if (Array.isArray(item)) {
      return item.map(replace);
    }
    if (isReference(item)) {
      const mark = `FILL-IN-${open.length + 1}`;
      open.push({ mark, value: `'${item.$path}' of '${item.$from}'` });
      return mark;
    }
    return isObject(item) ? fillIn(item, open) : item;
  };
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      item === undefined ? [] : [[key, replace(item)]],
    ),
  );
}
