import { evaluate, indexWorld } from '@meshwright/plugin-mesh-common';
import { MAIN_CLUSTER } from '../generate/blueprints';
import { prepareRequests } from './prepareRequests';
import type { Measurement, Subject } from './types';

const REQUESTS = 100_000;

export const verdicts: Measurement = {
  name: 'verdicts',
  about:
    'evaluate on prepared requests, each different: half allowed, half denied, a third with method and path, because not asked for',
  count: () => REQUESTS,
  prepare(subject) {
    const world = createWorld(subject);
    const requests = prepareRequests(subject.model, { count: REQUESTS });
    checkMix(requests.map(request => evaluate(world, request).decision));
    return () => {
      let allowed = 0;
      for (const request of requests) {
        if (evaluate(world, request).decision === 'allow') allowed += 1;
      }
      return allowed;
    };
  },
};

export function createWorld({ input, objects }: Subject) {
  const cluster = input.clusters.find(({ name }) => name === MAIN_CLUSTER);
  if (!cluster) throw new Error(`There is no cluster ${MAIN_CLUSTER}`);
  const { rootNamespace, trustDomain } = cluster;
  return indexWorld(objects, { rootNamespace, trustDomain });
}

/** A benchmark of the wrong mix would say nothing. */
function checkMix(decisions: readonly string[]): void {
  const share = (decision: string) =>
    decisions.filter(item => item === decision).length / decisions.length;
  const allowed = share('allow');
  const denied = share('deny');
  if (Math.abs(allowed - 0.5) > 0.01 || Math.abs(denied - 0.5) > 0.01) {
    throw new Error(
      `The requests are not half allowed, half denied: ${allowed} and ${denied}`,
    );
  }
}
