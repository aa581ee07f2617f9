import type { EntityMeshStatus } from '@meshwright/plugin-mesh-common';

/** Stands for the instant of the pass; no instant is empty. */
const AT_PASS = '';
const INSTANTS = ['passAt', 'observedAt'];

/**
 * A status as text in which the instant of the pass does not occur, so that
 * a pass that found nothing new gives the same text.
 */
export function writeStatusText(status: EntityMeshStatus): string {
  return replaceInstants(JSON.stringify(status), {
    from: status.passAt,
    to: AT_PASS,
  });
}

/** The status that {@link writeStatusText} wrote, as of a pass. */
export function readStatusText(text: string, passAt: string): EntityMeshStatus {
  return JSON.parse(replaceInstants(text, { from: AT_PASS, to: passAt }));
}

/**
 * On the text, because asking for each value takes ten times as long. Within
 * texts quotes are escaped, so a name in quotes is always a name.
 */
function replaceInstants(
  text: string,
  { from, to }: { from: string; to: string },
): string {
  return INSTANTS.reduce(
    (result, name) =>
      result.replaceAll(
        `"${name}":${JSON.stringify(from)}`,
        // A function, because dollars have a meaning in texts.
        () => `"${name}":${JSON.stringify(to)}`,
      ),
    text,
  );
}
