import type { Exposure, Workload } from '../model/types';
import type { CompiledRecord } from '../objects/compiled';
import { isSameRecord } from '../objects/isSameRecord';
import { recordKey } from '../objects/objectKey';
import type { ClusterView } from './ClusterView';
import { formatInstant } from './sentences';
import type { NameStatus, ObjectStatus } from './shown';

/** DNS names and routes of a workload. */
export function deriveNameStatuses(options: {
  workload: Workload;
  view: ClusterView;
  objects: readonly ObjectStatus[];
}): NameStatus[] {
  const { workload, view, objects } = options;
  const records = view.recordsOf(workload.key);
  const named = new Set(records.map(({ record }) => record.name));
  return [
    ...records.map(record => describeRecord(record, view)),
    ...workload.dns
      .filter(name => !named.has(name))
      .map(name => describeMissingName(name, view)),
    ...workload.expose.map(exposure => describeRoute(exposure, objects)),
  ];
}

function describeRecord(
  { record }: CompiledRecord,
  view: ClusterView,
): NameStatus {
  const key = recordKey(record);
  const live = view.records?.get(key);
  return {
    host: `${record.name}.${record.zone}`,
    kind: 'dns',
    zone: record.zone,
    expected: record.addresses,
    ...(live && { found: live.addresses }),
    ...judgeRecord({ record, workloads: [] }, view),
  };
}

function judgeRecord(
  { record }: CompiledRecord,
  view: ClusterView,
): Pick<NameStatus, 'state' | 'message'> {
  const key = recordKey(record);
  const conflict = view.conflicts.get(key);
  if (!view.records) {
    const since = view.pass?.lastReadAt ?? view.pass?.finishedAt;
    const reason = view.pass?.gaps?.zone;
    return {
      state: 'unknown',
      message: since
        ? `Zone ${record.zone} could not be read in the pass of ${formatInstant(
            since,
          )}${reason ? `: ${reason}` : ''}; check its credentials`
        : `Zone ${record.zone} has not been read yet`,
    };
  }
  if (conflict) {
    return { state: 'conflict', message: conflict };
  }
  const live = view.records.get(key);
  if (live && isSameRecord(record, live)) {
    return {
      state: 'applied',
      message: `Resolves to ${record.addresses.join(', ')}`,
    };
  }
  const result = view.resultOf(key);
  if (result && result.outcome !== 'applied') {
    return {
      state: result.outcome === 'conflict' ? 'conflict' : 'refused',
      message: `The zone did not take it: ${
        result.message ?? 'no reason was given'
      }; the next pass tries again`,
    };
  }
  return live
    ? {
        state: 'drifted',
        message: `It resolves to ${live.addresses.join(
          ', ',
        )}, not as desired; the next pass repairs it`,
      }
    : {
        state: 'missing',
        message: 'It is not in the zone yet; the next pass creates it',
      };
}

function describeMissingName(name: string, view: ClusterView): NameStatus {
  const zone = view.config?.dnsZone;
  return {
    host: zone ? `${name}.${zone}` : name,
    kind: 'dns',
    ...(zone && { zone }),
    expected: [],
    state: 'missing',
    message: zone
      ? 'No record is made for it; see the findings'
      : `Cluster ${view.name} has no private zone; ask the platform team to configure one`,
  };
}

function describeRoute(
  exposure: Exposure,
  objects: readonly ObjectStatus[],
): NameStatus {
  const { host, gateway, paths } = exposure;
  const route = objects.find(
    ({ kind, desired }) =>
      kind === 'VirtualService' && listHosts(desired?.spec?.hosts, host),
  );
  const state = route?.state ?? 'missing';
  return {
    host,
    kind: 'route',
    gateway,
    expected: paths,
    state,
    message:
      state === 'applied'
        ? `Routed by the ${gateway} gateway: ${paths.join(', ')}`
        : route?.message ?? 'No route is made for it; see the findings',
  };
}

function listHosts(hosts: unknown, host: string): boolean {
  return Array.isArray(hosts) && hosts.includes(host);
}
