import type { EdgeStatus, EdgeStep } from '@meshwright/plugin-mesh-common';

/** The first step that is not done; undefined when all are. */
export function firstOpenStep(
  edge: EdgeStatus,
): EdgeStatus['steps'][number] | undefined {
  return edge.steps.find(({ status }) => status !== 'true');
}

/** The last step that is done; undefined when none is. */
export function lastDoneStep(edge: EdgeStatus): EdgeStep | undefined {
  const open = edge.steps.findIndex(({ status }) => status !== 'true');
  const done = open === -1 ? edge.steps : edge.steps.slice(0, open);
  return done[done.length - 1]?.step;
}
