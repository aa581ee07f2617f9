import type { Contract } from '@meshwright/plugin-mesh-common';

/**
 * The contract that counts: while a definition cannot be read, the operations
 * of the last one that could stay what they were, marked `stale` with the
 * reason. What else was wrong with either is not told meanwhile.
 *
 * @public
 */
export function keepLastReadable(
  current: Contract,
  last: Contract | undefined,
): Contract {
  if (current.kind !== 'unreadable' || !last || last.kind === 'unreadable') {
    return current;
  }
  const [problem] = current.problems;
  const at = problem?.at === undefined ? '' : ` at ${problem.at}`;
  const message = problem ? `${problem.message}${at}` : 'for no known reason';
  return { ...last, problems: [], stale: { message } };
}
