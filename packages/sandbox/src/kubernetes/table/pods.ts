import type { KubeObject } from '../types';
import { AGE, NAME, orNone, read, records, text, wide } from './Column';
import type { Column } from './Column';

function statusOf(pod: KubeObject): string {
  if (pod.metadata.deletionTimestamp) {
    return 'Terminating';
  }
  const first = read(pod, 'status.reason') ?? read(pod, 'status.phase') ?? '';
  const reasons = records(read(pod, 'status.containerStatuses'))
    .map(
      one =>
        read(one, 'state.waiting.reason') ??
        read(one, 'state.terminated.reason'),
    )
    .filter(Boolean);
  return String(reasons[0] ?? first);
}

const statuses = (pod: KubeObject) =>
  records(read(pod, 'status.containerStatuses'));

function nodeStatus(node: KubeObject): string {
  const ready = records(read(node, 'status.conditions')).find(
    one => one.type === 'Ready',
  );
  const known = ready?.status === 'True' ? 'Ready' : 'NotReady';
  const first = ready ? known : 'Unknown';
  return read(node, 'spec.unschedulable') === true
    ? `${first},SchedulingDisabled`
    : first;
}

function nodeRoles(node: KubeObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(node.metadata.labels ?? {})
    .filter(key => key.startsWith(prefix))
    .map(key => key.slice(prefix.length));
  return roles.sort().join(',') || '<none>';
}

const addressOf = (type: string) => (node: KubeObject) =>
  orNone(
    records(read(node, 'status.addresses')).find(one => one.type === type)
      ?.address,
  );

const info = (key: string) => (node: KubeObject) =>
  read(node, `status.nodeInfo.${key}`) ?? '<unknown>';

export const podColumns: Record<string, Column[]> = {
  Pod: [
    NAME,
    text('Ready', pod => {
      const ready = statuses(pod).filter(one => one.ready === true).length;
      return `${ready}/${records(read(pod, 'spec.containers')).length}`;
    }),
    text('Status', statusOf),
    text('Restarts', pod =>
      String(
        statuses(pod).reduce(
          (sum, one) => sum + Number(one.restartCount ?? 0),
          0,
        ),
      ),
    ),
    AGE,
    wide('IP', pod => orNone(read(pod, 'status.podIP'))),
    wide('Node', pod => orNone(read(pod, 'spec.nodeName'))),
    wide('Nominated Node', pod =>
      orNone(read(pod, 'status.nominatedNodeName')),
    ),
    wide('Readiness Gates', () => '<none>'),
  ],
  Node: [
    NAME,
    text('Status', nodeStatus),
    text('Roles', nodeRoles),
    AGE,
    text('Version', node => read(node, 'status.nodeInfo.kubeletVersion') ?? ''),
    wide('Internal-IP', addressOf('InternalIP')),
    wide('External-IP', addressOf('ExternalIP')),
    wide('OS-Image', info('osImage')),
    wide('Kernel-Version', info('kernelVersion')),
    wide('Container-Runtime', info('containerRuntimeVersion')),
  ],
};
