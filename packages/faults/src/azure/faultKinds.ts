import type { ArmFault } from '@meshwright/sandbox';

/** What goes wrong once in a run. */
export type FaultKind = {
  name: string;
  /** A fault of the server. */
  fault?: Omit<ArmFault, 'nth' | 'times'>;
  /** The process that provisions is killed at that moment. */
  kill?: 'before' | 'after';
};

/** At any request. */
export const FAULT_KINDS: readonly FaultKind[] = [
  { name: 'reset-before', fault: { kind: 'reset-before' } },
  { name: 'reset-after', fault: { kind: 'reset-after' } },
  { name: '408', fault: { status: 408 } },
  {
    name: '409-in-progress',
    fault: {
      status: 409,
      code: 'OperationNotAllowed',
      message:
        'Operation is not allowed: Another operation (Updating) is in progress, please wait for it to finish.',
    },
  },
  { name: '412', fault: { status: 412 } },
  { name: '429', fault: { status: 429 } },
  { name: '429-retry-after', fault: { status: 429, retryAfterSeconds: 1 } },
  { name: '500', fault: { status: 500 } },
  { name: '503', fault: { status: 503 } },
  { name: 'operation-failed', fault: { kind: 'fail-operation' } },
  { name: 'operation-404', fault: { kind: 'lose-operation' } },
  { name: 'kill-before', kill: 'before' },
  { name: 'kill-after', kill: 'after' },
];
