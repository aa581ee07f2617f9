import type {
  ClusterConfig,
  MeshObject,
  Plan,
} from '@meshwright/plugin-mesh-common';

/** A part of a wave that is not safe by itself. */
export type Unsafe = { wave: number; message: string };

/** What the evaluator says about a plan. */
export type PlanProof = {
  /** `unknown` where it was not looked at. */
  state: 'safe' | 'unsafe' | 'unknown';
  message: string;
  unsafe: Unsafe[];
};

/** Asks the evaluator whether every part of every wave is safe. */
export async function checkPlan(options: {
  plan: Plan;
  live: readonly MeshObject[];
  cluster: ClusterConfig | undefined;
}): Promise<PlanProof> {
  void options;
  return {
    state: 'unknown',
    message: 'the waves were not proved safe',
    unsafe: [],
  };
}
