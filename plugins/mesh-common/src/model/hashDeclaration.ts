import type { Entity } from '@backstage/catalog-model';
import { canonicalJson } from '../objects/canonicalJson';
import { hashText } from '../objects/digest';

const ANNOTATIONS = [
  'backstage.io/kubernetes-label-selector',
  'backstage.io/managed-by-location',
  'backstage.io/managed-by-origin-location',
  'meshwright.io/graphql-path',
];

const TIER = 'meshwright.io/tier';

/** Lists that the catalog sorts on its way to the final entity. */
const SETS = ['dependsOn', 'consumesApis', 'providesApis'];

/**
 * Hash of what an entity declares: the same while it is processed and when it
 * is read back from the catalog.
 *
 * @public
 */
export function hashDeclaration(entity: Entity): string {
  const { apiVersion, kind, metadata, spec = {} } = entity;
  const { name, namespace = 'default', title } = metadata;
  const { annotations = {}, labels = {}, tags } = metadata;
  return hashText(
    canonicalJson({
      apiVersion,
      kind,
      name,
      namespace,
      title,
      annotations: ANNOTATIONS.map(key => annotations[key] ?? null),
      tier: labels[TIER] ?? null,
      tags: Array.isArray(tags) ? [...tags].map(String).sort() : null,
      spec: {
        ...spec,
        ...Object.fromEntries(
          SETS.filter(key => Array.isArray(spec[key])).map(key => [
            key,
            [...(spec[key] as unknown[])].map(String).sort(),
          ]),
        ),
      },
    }),
    32,
  );
}
