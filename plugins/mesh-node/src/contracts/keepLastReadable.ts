import type { Contract } from '@meshwright/plugin-mesh-common';

/**
 * The contract that counts: while a definition cannot be read, the operations
 * of the last one that could stay what they were, marked `stale`.
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
  return {
    ...last,
    problems: current.problems,
    stale: {
      message: `The definition cannot be read now (${
        problem?.message ?? 'unknown reason'
      }); what its last readable version offered stays allowed`,
    },
  };
}
