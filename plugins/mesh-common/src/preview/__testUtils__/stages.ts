/** All stages and steps of the rollout of a namespace, in their order. */
export const stages = [
  { stage: 'off', step: 'network' },
  { stage: 'observe', step: 'network' },
  { stage: 'shadow', step: 'network' },
  { stage: 'enforce', step: 'authorization' },
  { stage: 'enforce', step: 'mtls' },
  { stage: 'enforce', step: 'network' },
] as const;
