import { evaluate } from '../evaluate/evaluate';
import { indexWorld } from '../evaluate/indexWorld';
import type { CallRequest, Verdict, WorldOptions } from '../evaluate/types';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import type { Change, Plan } from '../plan/types';
import { createFormerCalls } from './createFormerCalls';
import { createProofCalls } from './createProofCalls';
import { findUnsafe, type Unsafe } from './findUnsafe';
import { listSubsets } from './listSubsets';
import { judgeRenewed } from './provePlanOldPods';

/**
 * What {@link provePlan} proves.
 *
 * @public
 */
export type ProofOptions = {
  /** Everything that was read: policies, Namespaces, Services and Pods. */
  live: readonly MeshObject[];
  plan: Pick<Plan, 'waves'>;
  world: WorldOptions;
  /** The whole state that is wanted in the end; where the plan leads if absent. */
  final?: readonly MeshObject[];
  /**
   * What the plan was made for. With it, calls of and to pods that run with
   * old labels or an old identity must not be denied on the way where they
   * are allowed before, and to new pods in the end. Leave it out where old
   * pods have been waited for long enough.
   */
  desired?: readonly MeshObject[];
  /** Up to how many changes all subsets of a wave are tried; 8. */
  exhaustive?: number;
  /** How many subsets of a larger wave are tried; 200. */
  samples?: number;
  /** Chooses the samples. */
  seed?: number;
};

/**
 * A call that a state on the way judges otherwise than both ends do.
 *
 * @public
 */
export type Counterexample = {
  /** Number of the wave, from 0. */
  wave: number;
  /** Keys of the changes of the wave that have taken effect. */
  applied: string[];
  call: CallRequest;
  before: Verdict['decision'];
  between: Verdict['decision'];
  after: Verdict['decision'];
  /** For a person. */
  message: string;
};

/** What was found out about the waves of a plan. @public */
export type PlanProof = {
  safe: boolean;
  /** How many states on the way were looked at, and on how many calls. */
  states: number;
  calls: number;
  /** False when some wave had too many subsets to try them all. */
  complete: boolean;
  /** The first of each wave, at most ten. */
  counterexamples: Counterexample[];
};

const MOST_SHOWN = 10;

/**
 * Tries the states that a plan can lead through, because its changes take
 * effect in any order within a wave: no subset may deny a call that is allowed
 * before and after, or allow one that neither state allows (MODEL section 4).
 *
 * @remarks
 *
 * The calls are those between the pods that run now, those that the desired
 * objects are about, and strangers, with the methods, paths and tokens that
 * the policies of either state name. Pods that the plan leaves behind, with
 * an old label or identity, are among them.
 *
 * @public
 */
export function provePlan(options: ProofOptions): PlanProof {
  const {
    live,
    plan,
    world,
    desired,
    exhaustive = 8,
    samples = 200,
    seed = 1,
  } = options;
  const start = new Map(live.map(object => [objectKey(object), object]));
  const end = options.final
    ? new Map(options.final.map(object => [objectKey(object), object]))
    : applyAll(start, plan.waves.flat());
  const calls = createProofCalls({
    before: [...start.values()],
    after: [...end.values()],
    changes: plan.waves.flat(),
    world,
  });
  const judge = (state: ReadonlyMap<string, MeshObject>) => {
    const indexed = indexWorld([...state.values()], world);
    return calls.map(({ request }) => evaluate(indexed, request).decision);
  };
  const ends = {
    before: judge(start),
    after: judge(end),
    renewed: judgeRenewed({ ...options, end, calls }),
    wasAllowed: desired && createFormerCalls({ ...options, desired }),
  };
  const proof: PlanProof = {
    safe: true,
    states: 0,
    calls: calls.length,
    complete: true,
    counterexamples: [],
  };
  let state = start;
  for (const [wave, changes] of plan.waves.entries()) {
    const subsets = listSubsets(changes, { exhaustive, samples, seed });
    proof.complete &&= changes.length <= exhaustive;
    for (const applied of subsets) {
      proof.states += 1;
      const between = judge(applyAll(state, applied));
      const found = findUnsafe({ calls, between, ...ends });
      if (!found) continue;
      proof.safe = false;
      if (proof.counterexamples.length < MOST_SHOWN) {
        proof.counterexamples.push(describe({ wave, applied, ...found }));
      }
      break;
    }
    state = applyAll(state, changes);
  }
  return proof;
}

function applyAll(
  state: ReadonlyMap<string, MeshObject>,
  changes: readonly Change[],
): Map<string, MeshObject> {
  const next = new Map(state);
  for (const change of changes) {
    if (change.target !== 'object') continue;
    if (change.type === 'delete') next.delete(change.key);
    else next.set(change.key, change.desired);
  }
  return next;
}

function describe({
  call,
  applied,
  ...found
}: Unsafe & { wave: number; applied: readonly Change[] }): Counterexample {
  const keys = applied.map(({ key }) => key);
  const what =
    found.between === 'allow'
      ? 'is allowed, which neither the state before nor the one after does'
      : `is ${
          found.between === 'deny' ? 'denied' : 'not decided'
        }, although it is allowed before and after`;
  const when =
    keys.length > 0
      ? `when of wave ${found.wave + 1} only ${keys.join(', ')} took effect`
      : `before wave ${found.wave + 1}`;
  return {
    ...found,
    applied: keys,
    call: call.request,
    message: `${call.title} ${what}, ${when}.`,
  };
}
