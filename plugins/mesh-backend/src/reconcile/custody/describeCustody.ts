import type { StoredCustody } from '../../database';

/** In whose name passes leave a cluster alone, or take the product out. */
export function describeCustody(custody: StoredCustody): string {
  const { cluster, by, at, reason } = custody;
  const who = `by ${by} on ${at} (${reason})`;
  switch (custody.state) {
    case 'releasing':
      return `Cluster '${cluster}' is being released, ${who}`;
    case 'removing':
      return `The product is being removed from cluster '${cluster}', ${who}`;
    case 'released':
      return `Cluster '${cluster}' was released ${who}. What was there stays in force and is nobody's; it is only observed until somebody has it managed again`;
    case 'removed':
      return `The product was removed from cluster '${cluster}' ${who}. Everybody may call everybody there, as far as the product is concerned; it is only observed until somebody has it managed again`;
    default:
      return `Cluster '${cluster}' is managed, ${who}`;
  }
}
