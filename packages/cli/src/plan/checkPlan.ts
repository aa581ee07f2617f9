import type {
  ClusterConfig,
  MeshObject,
  Plan,
} from '@meshwright/plugin-mesh-common';
import { provePlan } from '@meshwright/plugin-mesh-common/analyze';
import { plural } from '../output/findings';
import { nameOf } from '../output/nameOf';

/** A part of a wave that is not safe by itself. */
export type Unsafe = {
  /** From 1. */
  wave: number;
  message: string;
  /** Keys of the changes that alone have taken effect. */
  applied: string[];
};

/** What the evaluator says about a plan. */
export type Safety = {
  /** `unknown` where it was not looked at. */
  state: 'safe' | 'unsafe' | 'unknown';
  message: string;
  unsafe: Unsafe[];
};

/** So many objects are judged again and again without being asked to. */
const LIMIT = 2000;

/** Asks the evaluator whether every part of every wave is safe. */
export function checkPlan(options: {
  plan: Plan;
  live: readonly MeshObject[];
  /** Without it, nothing is asked for pods that are left behind. */
  desired?: readonly MeshObject[];
  /** Where this plan and those that finish it lead. */
  final?: readonly MeshObject[];
  cluster: Pick<ClusterConfig, 'rootNamespace' | 'trustDomain' | 'istio'>;
  /** True: however long it takes. */
  always: boolean;
}): Safety {
  const { plan, live, desired, final, cluster, always } = options;
  const size = live.length + plan.waves.flat().length;
  if (size > LIMIT && !always) {
    return {
      state: 'unknown',
      message: `whether the waves are safe was not tried on ${size} objects (--prove does)`,
      unsafe: [],
    };
  }
  const { rootNamespace, trustDomain, istio } = cluster;
  const world = { rootNamespace, trustDomain, ...(istio && { istio }) };
  const { safe, states, calls, complete, counterexamples } = provePlan({
    live,
    plan,
    world,
    desired,
    final,
  });
  const tried = `${plural(states, 'state')} on the way, ${plural(
    calls,
    'call',
  )} each`;
  return {
    state: safe ? 'safe' : 'unsafe',
    message: safe
      ? `${
          complete ? 'every order is safe' : 'no unsafe order was found'
        } (${tried})`
      : 'NOT SAFE in every order',
    unsafe: counterexamples.map(({ wave, message, applied }) => ({
      wave: wave + 1,
      message: message.replace(applied.join(', '), shorten(applied)),
      applied,
    })),
  };
}

const SHOWN = 3;

function shorten(keys: readonly string[]): string {
  const shown = keys.slice(0, SHOWN).map(nameOf).join(', ');
  const rest = keys.length - SHOWN;
  return rest > 0 ? `${shown} and ${plural(rest, 'other')}` : shown;
}
