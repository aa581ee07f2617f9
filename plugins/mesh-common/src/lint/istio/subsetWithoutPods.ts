import type { MeshObject } from '../../objects';
import { toLabels, toRecords, toText } from '../../evaluate/readJson';
import type { ObjectRule } from '../types';
import { findMeshHost, indexMeshHosts } from './context/meshHosts';
import {
  fullName,
  groups,
  namespaceOf,
  specOf,
  type Labels,
} from './context/objects';
import { indexSubsetPods } from './context/subsetPods';

/** Calls to such a subset get 503. */
export const subsetWithoutPods: ObjectRule = {
  code: 'MW2173',
  severity: 'error',
  summary: 'Subsets of a DestinationRule have pods',
  aliases: ['IST0173', 'KIA0203'],
  check: context => {
    if (!context.options.complete) return [];
    const hosts = context.derive(indexMeshHosts);
    const pods = context.derive(indexSubsetPods);
    return context
      .ofKind('DestinationRule', groups.networking)
      .flatMap(object => {
        const { host, exportTo } = specOf(object);
        const found = findMeshHost(hosts, toText(host) ?? '', {
          namespace: namespaceOf(object),
          exportTo,
        });
        if (!found) return [];
        return listSubsets(object)
          .filter(
            ({ labels }) => !pods.first({ ...found.workloads, ...labels }),
          )
          .map(({ path, name }) => ({
            object,
            path,
            message: `Subset '${name}' of DestinationRule ${fullName(
              object,
            )} selects no pod, so calls to it get 503. Use labels that pods of '${host}' have.`,
          }));
      });
  },
};

/** The last counts where two have one name. */
function listSubsets(
  object: MeshObject,
): Array<{ path: string; name: string; labels: Labels }> {
  const byName = new Map(
    toRecords(specOf(object).subsets).map(({ name, labels }, index) => {
      const text = toText(name) ?? '';
      return [
        text,
        {
          path: `spec/subsets[${index}]`,
          name: text,
          labels: toLabels(labels),
        },
      ];
    }),
  );
  return [...byName.values()];
}
