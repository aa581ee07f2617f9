import type { KubeObject, ResourceType } from '../types';
import { columnsOf } from './columnsOf';

function embed(object: KubeObject, include: string | null): unknown {
  switch (include) {
    case 'None':
      return null;
    case 'Object':
      return object;
    default:
      return {
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata: object.metadata,
      };
  }
}

/** Objects as the rows that kubectl prints. */
export function toTable(
  objects: KubeObject[],
  options: {
    type: ResourceType;
    metadata: Record<string, unknown>;
    include: string | null;
  },
): unknown {
  const columns = columnsOf(options.type);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: options.metadata,
    columnDefinitions: columns.map(({ name, type, format = '', priority }) => ({
      name,
      type,
      format,
      description: name,
      priority,
    })),
    rows: objects.map(object => ({
      cells: columns.map(({ cell }) => cell(object)),
      object: embed(object, options.include),
    })),
  };
}
