import type { EntityMeshStatus } from '@meshwright/plugin-mesh-common';

/** Stands for the instants of the pass; no instant is empty. */
const AT_PASS = '';

/** Between the instant of the reading and that of the pass, as in ISO 8601. */
const TO = '/';

/**
 * When a status was so: the instant of the pass, after that of its reading
 * where all conditions were observed at one instant.
 */
export function instantsOf({ passAt, workloads }: EntityMeshStatus): string {
  const observed = new Set(
    workloads.flatMap(({ conditions }) =>
      conditions.map(({ observedAt }) => observedAt),
    ),
  );
  const [readAt = passAt] = observed;
  return observed.size > 1 || readAt === passAt
    ? passAt
    : `${readAt}${TO}${passAt}`;
}

/**
 * A status as text in which the instants of the pass do not occur, so that
 * a pass that found nothing new gives the same text.
 */
export function writeStatusText(status: EntityMeshStatus): string {
  const { passAt, observedAt } = readInstants(instantsOf(status));
  return replaceInstants(JSON.stringify(status), [
    { name: 'passAt', from: passAt, to: AT_PASS },
    { name: 'observedAt', from: observedAt, to: AT_PASS },
  ]);
}

/** The status that {@link writeStatusText} wrote, as of its instants. */
export function readStatusText(
  text: string,
  instants: string,
): EntityMeshStatus {
  return JSON.parse(fillInPass(text, instants));
}

/** The same as JSON. */
export function fillInPass(text: string, instants: string): string {
  const { passAt, observedAt } = readInstants(instants);
  return replaceInstants(text, [
    { name: 'passAt', from: AT_PASS, to: passAt },
    { name: 'observedAt', from: AT_PASS, to: observedAt },
  ]);
}

function readInstants(instants: string) {
  const [first, last = first] = instants.split(TO);
  return { observedAt: first, passAt: last };
}

/**
 * On the text, because asking for each value takes ten times as long. Within
 * texts quotes are escaped, so a name in quotes is always a name.
 */
function replaceInstants(
  text: string,
  instants: ReadonlyArray<{ name: string; from: string; to: string }>,
): string {
  return instants.reduce(
    (result, { name, from, to }) =>
      result.replaceAll(
        `"${name}":${JSON.stringify(from)}`,
        // A function, because dollars have a meaning in texts.
        () => `"${name}":${JSON.stringify(to)}`,
      ),
    text,
  );
}
