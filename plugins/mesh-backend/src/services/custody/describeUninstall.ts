import type {
  DnsRecordSet,
  MeshObject,
  UninstallMode,
  UninstallPreview,
} from '@meshwright/plugin-mesh-common';
import { isPolicyHeldBy, listHeld } from '@meshwright/plugin-mesh-common';
import { count } from '../../reconcile';
import { groupByNamespace } from './groupByNamespace';

const ROUTES = ['VirtualService', 'Gateway'];

/** What an uninstallation would do, for a person. Pure. */
export function describeUninstall(options: {
  cluster: string;
  mode: UninstallMode;
  instance: string;
  readAt: string;
  objects: readonly MeshObject[];
  /** Ours, of this cluster. */
  records: readonly DnsRecordSet[];
  /** Ours, and perhaps of another cluster. */
  unmarked: readonly DnsRecordSet[];
}): UninstallPreview {
  const { cluster, mode, instance, readAt, objects } = options;
  const { records, unmarked } = options;
  const held = listHeld(objects, instance);
  const policies = held.filter(object => isPolicyHeldBy(object, instance));
  const shared = held.filter(object => !isPolicyHeldBy(object, instance));
  return {
    ...{ cluster, mode, readAt },
    deleted: groupByNamespace(mode === 'remove' ? policies : []),
    unlabelled: groupByNamespace(mode === 'remove' ? shared : held),
    records: listNames(records),
    consequences: [
      ...(mode === 'remove'
        ? describeRemoval(cluster, policies, records)
        : describeRelease(cluster)),
      'Namespaces and service accounts stay. What gives pods their proxies (istio.io labels) stays on them.',
      ...(unmarked.length > 0
        ? [
            `An older version made these records in the private zone and did not write down of which cluster they are, so they stay as they are; remove by hand what is not needed: ${listNames(
              unmarked,
            ).join(', ')}.`,
          ]
        : []),
      'Nothing of another installation, and nothing that somebody else made, is touched.',
      'Passes only observe the cluster then, until somebody has it managed again.',
    ],
  };
}

function listNames(records: readonly DnsRecordSet[]): string[] {
  return records.map(({ name, zone }) => `${name}.${zone}`).sort();
}

function describeRemoval(
  cluster: string,
  policies: readonly MeshObject[],
  records: readonly DnsRecordSet[],
): string[] {
  const routes = policies.filter(({ kind }) => ROUTES.includes(kind)).length;
  return [
    `After this, everybody may call everybody in '${cluster}', without encryption if they like, unless policies of others say no.`,
    'Default denials go first and what admits goes last, so that no call that is granted now is cut off meanwhile.',
    ...(routes + records.length > 0
      ? [
          `Routes, gateways and names go as well (${count(
            routes,
            'object',
          )}, ${count(
            records.length,
            'name',
          )}), before the policies behind them: whoever calls by them does not get there any more.`,
        ]
      : []),
  ];
}

function describeRelease(cluster: string): string[] {
  return [
    `Every policy in '${cluster}' stays in force as it is now, and nobody keeps it up to date: what is granted stays granted beyond its end, and what is denied stays denied.`,
    'Labels and annotations of ours are taken off, so that no tool takes the objects for ours.',
  ];
}
