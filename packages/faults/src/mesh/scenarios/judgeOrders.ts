import type { MeshObject, WorldOptions } from '@meshwright/plugin-mesh-common';
import { Random } from '../../azure/Random';
import { type Finding, judgeHistory } from '../judgeHistory';
import type { History } from '../Recording';
import type { SiteCall } from './listSiteCalls';
import { mixWithinPauses, reverseWithinPauses } from './mixWithinPauses';
import type { Pause } from './PauseClock';

/** Orders, beside the recorded one, in which the events might be noticed. */
const MIXES = 3;

/** Calls that went wrong, as sentences. */
export type Sentences = { lost: string[]; widened: string[] };

/**
 * Judges a history in the order of the API server, and in some of those in
 * which proxies and the network may get to know what lies between two pauses.
 */
export function judgeOrders(options: {
  history: History;
  after: readonly MeshObject[];
  pauses: readonly Pause[];
  calls: readonly SiteCall[];
  world: WorldOptions;
  /** Judges only so many of the calls. */
  sample?: number;
  /** Only as written: a pass that was killed left no pause behind it. */
  isCrash?: boolean;
}): Sentences {
  const { history, after, pauses, world, sample, isCrash } = options;
  const random = new Random('orders');
  const calls = random.shuffle(options.calls).slice(0, sample);
  const { start, events } = history;
  const orders = [
    { name: 'as written', events: [...events] },
    { name: 'in reverse', events: reverseWithinPauses({ events, pauses }) },
    ...Array.from({ length: MIXES }, (_, index) => ({
      name: `in order ${index + 1}`,
      events: mixWithinPauses({ events, pauses, random }),
    })),
  ];
  const judged = isCrash ? orders.slice(0, 1) : orders;
  const result: Sentences = { lost: [], widened: [] };
  for (const order of judged) {
    const judgement = judgeHistory({
      world,
      history: { start, events: order.events },
      wanted: [start, after],
      calls: calls.map(({ request }) => request),
    });
    const describe = ({ call, after: event }: Finding) => {
      const name = calls.find(({ request }) => request === call)?.name;
      return `${name} after ${event.type} ${event.key} (${order.name})`;
    };
    result.lost.push(...judgement.lost.map(describe));
    result.widened.push(...judgement.widened.map(describe));
  }
  return result;
}
