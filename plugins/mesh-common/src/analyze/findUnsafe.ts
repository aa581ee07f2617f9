import type { CallRequest, Verdict } from '../evaluate/types';
import type { ProofCall } from './createProofCalls';
import type { Renewed } from './provePlanOldPods';

type Verdicts = Record<'before' | 'between' | 'after', Verdict['decision']>;
type Decisions = readonly Verdict['decision'][];

/** A call whose verdict on the way is not one of those at the ends. */
export type Unsafe = Verdicts & { call: ProofCall };

/** What is not known may be either, which is safe where the ends differ. */
function isSafe({
  before,
  between,
  after,
  renewed,
}: Verdicts & {
  renewed?: Renewed;
}): boolean {
  const isNew = between === renewed?.decision;
  if (isNew && (renewed.isEdge || between === 'allow')) return true;
  if (renewed?.isEdge && between === 'unknown') {
    return before !== renewed.decision;
  }
  if (renewed?.isKept && renewed.decision === 'allow') {
    return before !== 'allow';
  }
  if (between === before || between === after) return true;
  return between === 'unknown' && before !== after;
}

/** The first call that a state on the way judges as it must not. */
export function findUnsafe(options: {
  calls: readonly ProofCall[];
  before: Decisions;
  between: Decisions;
  after: Decisions;
  renewed: readonly (Renewed | undefined)[];
  /** Whether pods of the same workloads were allowed to before. */
  wasAllowed?: (request: CallRequest) => boolean;
}): Unsafe | undefined {
  const { calls, before, between, after, renewed, wasAllowed } = options;
  const places = new Map(calls.map((call, place) => [call, place]));
  for (const [index, call] of calls.entries()) {
    const verdicts = {
      before: before[index] ?? 'unknown',
      between: between[index] ?? 'unknown',
      after: after[index] ?? 'unknown',
    };
    if (isSafe({ ...verdicts, renewed: renewed[index] })) continue;
    if (verdicts.between === 'allow' && wasAllowed?.(call.request)) continue;
    const place = call.bare && places.get(call.bare);
    // A token that nobody reads yet, or any more, is no reason to refuse.
    const isNeedless =
      verdicts.between !== 'deny' &&
      place !== undefined &&
      [before[place], after[place], renewed[place]?.decision].some(
        bare => bare === 'allow' || bare === verdicts.between,
      );
    if (!isNeedless) return { ...verdicts, call };
  }
  return undefined;
}
