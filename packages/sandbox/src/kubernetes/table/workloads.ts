import type { KubeObject } from '../types';
import {
  AGE,
  CONTAINERS,
  NAME,
  SELECTOR,
  describeLabels,
  read,
  records,
  text,
  whole,
} from './Column';
import type { Column } from './Column';
import { describeDuration } from './duration';

const readyOf = text(
  'Ready',
  object =>
    `${read(object, 'status.readyReplicas') ?? 0}/${
      read(object, 'spec.replicas') ?? 0
    }`,
);

/** Its columns are called texts, and their cells are numbers. */
const number = (name: string, path: string): Column => ({
  ...whole(name, path),
  type: 'string',
});

function jobStatus(job: KubeObject): string {
  const met = (type: string) =>
    records(read(job, 'status.conditions')).some(
      one => one.type === type && one.status === 'True',
    );
  if (met('Complete')) {
    return 'Complete';
  }
  if (met('Failed')) {
    return 'Failed';
  }
  if (job.metadata.deletionTimestamp) {
    return 'Terminating';
  }
  return met('Suspended') ? 'Suspended' : 'Running';
}

function jobDuration(job: KubeObject): string {
  const start = read(job, 'status.startTime');
  const end = read(job, 'status.completionTime');
  if (typeof start !== 'string') {
    return '';
  }
  const until = typeof end === 'string' ? Date.parse(end) : Date.now();
  return describeDuration((until - Date.parse(start)) / 1000);
}

export const workloadColumns: Record<string, Column[]> = {
  Deployment: [
    NAME,
    readyOf,
    number('Up-to-date', 'status.updatedReplicas'),
    number('Available', 'status.availableReplicas'),
    AGE,
    ...CONTAINERS,
    SELECTOR,
  ],
  ReplicaSet: [
    NAME,
    whole('Desired', 'spec.replicas'),
    whole('Current', 'status.replicas'),
    whole('Ready', 'status.readyReplicas'),
    AGE,
    ...CONTAINERS,
    SELECTOR,
  ],
  StatefulSet: [NAME, readyOf, AGE, ...CONTAINERS],
  DaemonSet: [
    NAME,
    whole('Desired', 'status.desiredNumberScheduled'),
    whole('Current', 'status.currentNumberScheduled'),
    whole('Ready', 'status.numberReady'),
    whole('Up-to-date', 'status.updatedNumberScheduled'),
    whole('Available', 'status.numberAvailable'),
    text('Node Selector', object =>
      describeLabels(read(object, 'spec.template.spec.nodeSelector')),
    ),
    AGE,
    ...CONTAINERS,
    SELECTOR,
  ],
  Job: [
    NAME,
    text('Status', jobStatus),
    text(
      'Completions',
      job =>
        `${read(job, 'status.succeeded') ?? 0}/${
          read(job, 'spec.completions') ?? 1
        }`,
    ),
    text('Duration', jobDuration),
    AGE,
    ...CONTAINERS,
    SELECTOR,
  ],
};
