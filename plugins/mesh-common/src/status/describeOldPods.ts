import { ANNOTATION_DIGEST, ANNOTATION_MOVING } from '../objects/annotations';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { readDeadlines } from '../plan/admittedUntil';
import { NEXT_SUFFIX, OLD_SUFFIX } from '../plan/copies';
import type { ClusterView } from './ClusterView';
import { formatInstant } from './sentences';
import type { ObjectStatus } from './shown';

type Waits = Pick<ObjectStatus, 'state' | 'message'>;

const OLD = new RegExp(`${OLD_SUFFIX}\\d?$`);
const DONE_SOONER = 'roll the pods out to be done sooner';

/**
 * Why an object that is wanted is not yet as it is wanted: it holds for old
 * pods as well.
 */
export function describeWithOldPods(
  live: MeshObject,
  view: ClusterView,
): Waits | undefined {
  const next = view.nextOf(objectKey(live));
  if (next) {
    return waits(
      `It stays for the pods with the old labels while any run, a day at most, and ${nameOf(
        next,
      )} holds for the new ones; ${DONE_SOONER}`,
    );
  }
  const until = findEnd(live);
  return until === undefined
    ? undefined
    : waits(
        `It admits what old pods need as well, while any run${until}; ${DONE_SOONER}`,
      );
}

/** What tells others of the plan that a service moves, and decides nothing. */
const MARKS = [ANNOTATION_MOVING, ANNOTATION_DIGEST].map(
  name => `metadata.annotations[${name}]`,
);

/** Of an object that is as it is wanted but for the mark of a move. */
export function describeMoving(
  live: MeshObject,
  difference: readonly string[],
): Waits | undefined {
  const { namespace = '', annotations } = live.metadata;
  const places = annotations?.[ANNOTATION_MOVING]?.split(',') ?? [];
  const old = places.filter(place => place !== namespace);
  return old.length > 0 && difference.every(path => MARKS.includes(path))
    ? {
        state: 'applied',
        message: `As it should be; it names namespace ${old.join(
          ' and ',
        )} as well while old pods run there`,
      }
    : undefined;
}

/** Why an object that nobody wants any more is still there: for old pods. */
export function describeForOldPods(
  live: MeshObject,
  view: ClusterView,
): Waits | undefined {
  const { name, namespace } = live.metadata;
  const key = objectKey(live);
  if (view.nextOf(key.slice(0, -NEXT_SUFFIX.length)) === live) {
    return waits(
      `It holds for the pods with the new labels until no pod has the old ones, a day at most; then ${nameOf(
        live,
      ).slice(0, -NEXT_SUFFIX.length)} does`,
    );
  }
  const until = findEnd(live);
  return until === undefined && !OLD.test(name)
    ? undefined
    : waits(
        `It stays for the old pods in namespace ${namespace}, while any run${
          until ?? ', a day at most'
        }; ${DONE_SOONER}`,
      );
}

function waits(message: string): Waits {
  return { state: 'waiting', message };
}

/** The last of the instants that a policy names; undefined: none. */
function findEnd(live: MeshObject): string | undefined {
  const last = readDeadlines(live)
    .map(({ until }) => until)
    .filter(until => Number.isFinite(Date.parse(until)))
    .sort()
    .at(-1);
  return last && `, until ${formatInstant(last)} at the latest`;
}

function nameOf({ kind, metadata }: MeshObject): string {
  return `${kind} ${metadata.namespace}/${metadata.name}`;
}
