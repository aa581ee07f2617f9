import {
  parseEntityRef,
  RELATION_DEPENDENCY_OF,
  RELATION_DEPENDS_ON,
} from '@backstage/catalog-model';
import {
  type CatalogProcessorEmit,
  processingResult,
} from '@backstage/plugin-catalog-node';
import type { Declaration } from '@meshwright/plugin-mesh-common';

/**
 * Relates a workload to the clusters that it says it runs in, so that the
 * cluster's page lists it. For people only: the mesh never reads relations.
 */
export function emitClusterRelations(options: {
  declaration: Declaration;
  emit: CatalogProcessorEmit;
}) {
  const { declaration, emit } = options;
  const source = parseEntityRef(declaration.entityRef);
  const clusters = new Set(declaration.deployments.map(d => d.cluster));
  for (const name of clusters) {
    const target = { kind: 'resource', namespace: 'default', name };
    emit(
      processingResult.relation({ type: RELATION_DEPENDS_ON, source, target }),
    );
    emit(
      processingResult.relation({
        type: RELATION_DEPENDENCY_OF,
        source: target,
        target: source,
      }),
    );
  }
}
