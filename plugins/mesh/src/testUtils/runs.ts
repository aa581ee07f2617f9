import type {
  MeshRun,
  RunEvent,
  RunStep,
} from '@meshwright/plugin-mesh-common';
import { hours } from './edges';

/** A step of a run of the samples. */
export function sampleRunStep(changes: Partial<RunStep> = {}): RunStep {
  return {
    id: 'network',
    title: 'Virtual network vnet-shop-new',
    resource: '/subscriptions/x/vnet-shop-new',
    operation: 'create',
    dependsOn: [],
    state: 'succeeded',
    attempts: 1,
    startedAt: hours(-0.1),
    endedAt: hours(-0.09),
    expectedSeconds: 20,
    changed: true,
    ...changes,
  };
}

/** A cluster that is being made. */
export function sampleRun(changes: Partial<MeshRun> = {}): MeshRun {
  return {
    id: 'run-1',
    kind: 'provision',
    cluster: 'shop-new',
    state: 'running',
    by: 'user:default/petra',
    createdAt: hours(-0.1),
    startedAt: hours(-0.1),
    steps: [
      sampleRunStep(),
      sampleRunStep({
        id: 'cluster',
        title: 'Cluster shop-new',
        dependsOn: ['network'],
        state: 'running',
        startedAt: hours(-0.05),
        endedAt: undefined,
        expectedSeconds: 640,
        changed: undefined,
        attempts: 2,
        message: 'Azure is creating it.',
      }),
      sampleRunStep({
        id: 'rules',
        title: 'Alert rules',
        dependsOn: ['cluster'],
        state: 'pending',
        startedAt: undefined,
        endedAt: undefined,
        changed: undefined,
        attempts: 0,
      }),
    ],
    ...changes,
  };
}

/** Somebody looked at a cluster: one thing fits, two are open. */
export function verifyRun(changes: Partial<MeshRun> = {}): MeshRun {
  const check = { operation: 'check' as const, changed: undefined };
  return sampleRun({
    id: 'run-2',
    kind: 'verify',
    state: 'succeeded',
    endedAt: hours(-0.05),
    steps: [
      sampleRunStep({
        ...check,
        id: 'strict',
        title: 'Encryption',
        evidence: [
          {
            what: 'Plaintext call to web',
            expected: 'refused',
            seen: 'refused: connection reset',
            ok: true,
          },
          {
            what: 'Share of mTLS traffic',
            expected: '100 %',
            seen: '',
            ok: true,
          },
        ],
      }),
      sampleRunStep({
        ...check,
        id: 'metrics',
        title: 'Metrics arrive',
        state: 'skipped',
        message: 'The monitoring workspace did not answer.',
      }),
    ],
    ...changes,
  });
}

/** A run that Azure refused to go on with. */
export function failedRun(changes: Partial<MeshRun> = {}): MeshRun {
  return sampleRun({
    id: 'run-3',
    state: 'failed',
    endedAt: hours(-0.02),
    message: 'Resume the run when the cause is gone.',
    steps: [
      sampleRunStep({
        title: 'Cluster shop-new',
        state: 'failed',
        changed: undefined,
        error: {
          message: 'The range of the services is taken; choose another one.',
          resource: 'Cluster shop-new',
          code: 'ServiceCidrOverlapExistingSubnetsCidr',
          status: 400,
          requestId: 'request-7',
          answer: 'network.services',
        },
      }),
    ],
    ...changes,
  });
}

/** What the run of the samples said. */
export const sampleEvents: RunEvent[] = [
  {
    sequence: 1,
    at: hours(-0.1),
    step: 'network',
    level: 'info',
    message: 'Created.',
  },
  {
    sequence: 2,
    at: hours(-0.05),
    step: 'cluster',
    level: 'warn',
    message: 'Too many requests; tried again after 10 seconds.',
  },
];
