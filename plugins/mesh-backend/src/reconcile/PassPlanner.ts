import {
  createPlanSteps,
  type Plan,
  type PlanOptions,
} from '@meshwright/plugin-mesh-common';
import { isEqual } from 'lodash';
import { cutOutPlan, isSame, type Quiet } from './cutOutPlan';
import { inTurns } from './inTurns';

/** So often everything is compared, while nothing is to be written. */
const FULL_AFTER_MS = 60_000;

/** So often in any case. */
const FULL_AT_LATEST_MS = 300_000;

type Known = Quiet & Pick<PlanOptions, 'retain'> & { madeAt: number };

/**
 * Plans what has to do with what changed since everything was as it should
 * be; the same as planning everything. Once a minute it does that anyway, but
 * lets changes go first for a while. Others have their turn meanwhile.
 */
export class PassPlanner {
  readonly #clusters = new Map<string, Known>();

  async plan(options: PlanOptions): Promise<Plan> {
    const { cluster } = options;
    const at = Date.parse(options.now ?? '');
    const known = this.#clusters.get(cluster);
    const isCutOut = known && isEnough(options, { known, at });
    if (!isCutOut) {
      this.#clusters.delete(cluster);
    }
    const plan = await inTurns(
      isCutOut ? planAround(options, known) : createPlanSteps(options),
    );
    this.#remember(options, plan, isCutOut ? known.madeAt : at);
    return plan;
  }

  #remember(options: PlanOptions, plan: Plan, madeAt: number): void {
    if (!options.hold && isQuiet(plan)) {
      this.#clusters.set(options.cluster, {
        desired: new Set(options.desired),
        live: new Set(options.live),
        retain: options.retain,
        madeAt,
      });
    }
  }
}

function* planAround(
  options: PlanOptions,
  known: Known,
): Generator<undefined, Plan> {
  return yield* createPlanSteps(yield* cutOutPlan(options, known));
}

/** True when what is known of before still holds for all the rest. */
function isEnough(
  options: PlanOptions,
  { known, at }: { known: Known; at: number },
): boolean {
  const age = at - known.madeAt;
  const isDue = age >= FULL_AFTER_MS && isSame(options, known);
  return (
    age >= 0 &&
    age < FULL_AT_LATEST_MS &&
    !isDue &&
    isEqual(options.retain, known.retain) &&
    // A hold looks at the share that goes, of everything.
    !options.hold
  );
}

/** True when nothing is to be done, now or later, and nothing is in the way. */
function isQuiet({ waves, conflicts, waiting, unfinished }: Plan): boolean {
  return (
    waves.length === 0 &&
    conflicts.length === 0 &&
    (waiting ?? []).length === 0 &&
    (unfinished ?? []).length === 0
  );
}
