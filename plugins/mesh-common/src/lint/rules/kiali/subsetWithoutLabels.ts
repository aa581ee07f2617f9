import { toRecord, toRecords } from '../../../evaluate/readJson';
import type { ObjectRule } from '../../types';
import { plain } from '../read/plain';

/** A subset of everything is none. */
export const subsetWithoutLabels: ObjectRule = {
  code: 'MW2206',
  severity: 'warning',
  summary: 'Subsets have labels',
  aliases: ['KIA0209'],
  check: context =>
    context.ofKind('DestinationRule', 'networking.istio.io').flatMap(object =>
      toRecords(toRecord(object.spec).subsets)
        .map((subset, index) => ({ subset, index }))
        .filter(
          ({ subset }) => Object.keys(toRecord(subset.labels)).length === 0,
        )
        .map(({ subset, index }) => ({
          object,
          path: `spec/subsets[${index}]`,
          message: `Subset '${plain(
            subset.name,
          )}' has no labels, so it holds every pod of the host. Add the labels that tell its pods apart.`,
        })),
    ),
};
