import { isRecord, toRecord } from '../../../evaluate/readJson';
import type { ObjectRule } from '../../types';

/** The default of the mesh is for everybody. */
export const globalSidecarSelector: ObjectRule = {
  code: 'MW2216',
  severity: 'warning',
  summary: 'A Sidecar in the root namespace selects no workloads',
  aliases: ['KIA1006'],
  check: context =>
    context
      .ofKind('Sidecar', 'networking.istio.io')
      .filter(
        ({ metadata, spec }) =>
          metadata.namespace === context.options.rootNamespace &&
          isRecord(toRecord(spec).workloadSelector),
      )
      .map(object => ({
        object,
        path: 'spec/workloadSelector',
        message:
          'A Sidecar of the root namespace is the default of the whole mesh; with a selector it is for pods of that namespace alone. Remove the selector, or move the object.',
      })),
};
