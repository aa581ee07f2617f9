import { ApiError } from './errors';
import { groupVersion } from './resources';
import { toTable } from './table/toTable';
import type { KubeObject } from './types';
import type { Target } from './target';

/** The form in which a client wants its answer. */
export type Form = 'object' | 'table' | 'metadata';

/** Picks the first acceptable form of an Accept header. */
export function readForm(accept: string | undefined): Form {
  const clauses = (accept ?? '*/*').split(',').map(part => part.trim());
  for (const clause of clauses) {
    const [media, ...parameters] = clause.split(';').map(part => part.trim());
    if (!['application/json', 'application/*', '*/*'].includes(media)) {
      continue;
    }
    const as = parameters.find(part => part.startsWith('as='))?.slice(3);
    if (as === 'Table') {
      return 'table';
    }
    if (as?.startsWith('PartialObjectMetadata')) {
      return 'metadata';
    }
    if (!as) {
      return 'object';
    }
  }
  throw new ApiError(
    406,
    'only the following media types are accepted: application/json',
    { details: {} },
  );
}

export const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Whether a client can read all groups in one answer, which is preferred. */
export function wantsAll(accept: string | undefined): boolean {
  const wanted = AGGREGATED.split(';');
  return (accept ?? '')
    .split(',')
    .map(clause => clause.replace(/\s/g, '').split(';'))
    .some(parts => wanted.every(part => parts.includes(part)));
}

export type Presenter = {
  one: (object: KubeObject) => unknown;
  many: (objects: KubeObject[], metadata: Record<string, unknown>) => unknown;
};

/** Answers objects in the version of the path and the form of the client. */
export function presenter(
  target: Target,
  options: { form: Form; query: URLSearchParams },
): Presenter {
  const { type, version } = target;
  const apiVersion = groupVersion(type.group, version);
  const include = options.query.get('includeObject');
  const served = (object: KubeObject) => ({ ...object, apiVersion });
  const partial = (object: KubeObject) => ({
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: object.metadata,
  });
  const table = (objects: KubeObject[], metadata: Record<string, unknown>) =>
    toTable(objects.map(served), { type, metadata, include });
  if (options.form === 'table') {
    return {
      one: object =>
        table([object], {
          resourceVersion: object.metadata.resourceVersion,
        }),
      many: table,
    };
  }
  const one = options.form === 'metadata' ? partial : served;
  return {
    one,
    many: (objects, metadata) => ({
      kind:
        options.form === 'metadata'
          ? 'PartialObjectMetadataList'
          : `${type.kind}List`,
      apiVersion: options.form === 'metadata' ? 'meta.k8s.io/v1' : apiVersion,
      metadata,
      items: objects.map(one),
    }),
  };
}
