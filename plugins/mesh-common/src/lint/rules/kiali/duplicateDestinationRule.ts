import { sortByCreation } from '../../../evaluate/creationOrder';
import {
  toRecord,
  toRecords,
  toText,
  toTexts,
} from '../../../evaluate/readJson';
import type { MeshObject } from '../../../objects';
import type { ObjectRule } from '../../types';
import { toFullHost } from '../read/hosts';
import { plain } from '../read/plain';

/** Which of them counts depends on their age. */
export const duplicateDestinationRule: ObjectRule = {
  code: 'MW2203',
  severity: 'warning',
  summary: 'One DestinationRule is for a host',
  aliases: ['KIA0201'],
  check: context => {
    const seen = new Map<string, MeshObject>();
    return sortByCreation(
      context.ofKind('DestinationRule', 'networking.istio.io'),
    ).flatMap(object => {
      const first = listKeys(object).flatMap(key => seen.get(key) ?? [])[0];
      for (const key of listKeys(object)) {
        if (!seen.has(key)) seen.set(key, object);
      }
      return first
        ? [
            {
              object,
              path: 'spec/host',
              message: `DestinationRule '${
                first.metadata.name
              }' is for the same host '${plain(
                toRecord(object.spec).host,
              )}' and older: where both say something, that one counts. Put them into one.`,
            },
          ]
        : [];
    });
  },
};

/** Host and subset, per namespace and audience. */
function listKeys(object: MeshObject): string[] {
  const spec = toRecord(object.spec);
  const { namespace = '' } = object.metadata;
  const scope = JSON.stringify([
    namespace,
    toFullHost(toText(spec.host) ?? '', namespace),
    toTexts(spec.exportTo).sort(),
    Object.entries(
      toRecord(toRecord(spec.workloadSelector).matchLabels),
    ).sort(),
  ]);
  const subsets = toRecords(spec.subsets).map(({ name }) => plain(name));
  const isGeneral = spec.trafficPolicy !== undefined || subsets.length === 0;
  return [
    ...(isGeneral ? [scope] : []),
    ...subsets.map(name => `${scope} ${name}`),
  ];
}
