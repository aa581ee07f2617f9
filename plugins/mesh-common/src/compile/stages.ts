import type { MeshNamespace, StageStep } from '../model/types';

const STEPS: readonly StageStep[] = ['authorization', 'mtls', 'network'];

/** What the rollout of a namespace has got to. */
export type Effect = {
  /** Policies are not there, are tried, or hold. */
  authorization: 'none' | 'dry-run' | 'enforced';
  mtls: 'PERMISSIVE' | 'STRICT';
  /** NetworkPolicy and Sidecar. */
  network: boolean;
};

/** What is in force in a namespace; undefined where nothing is emitted. */
export function effectOf(
  namespace: MeshNamespace | undefined,
): Effect | undefined {
  if (!namespace || namespace.stage === 'off') {
    return undefined;
  }
  const { stage, step } = namespace;
  const reached = stage === 'enforce' ? STEPS.indexOf(step) : -1;
  return {
    authorization: authorizationOf(stage),
    mtls: reached >= STEPS.indexOf('mtls') ? 'STRICT' : 'PERMISSIVE',
    network: reached >= STEPS.indexOf('network'),
  };
}

function authorizationOf(
  stage: MeshNamespace['stage'],
): Effect['authorization'] {
  switch (stage) {
    case 'shadow':
      return 'dry-run';
    case 'enforce':
      return 'enforced';
    default:
      return 'none';
  }
}
