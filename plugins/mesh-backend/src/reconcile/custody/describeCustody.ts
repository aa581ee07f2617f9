import type { StoredCustody } from '../../database';

/**
 * What a decision about a cluster leads to, for messages of passes. Who
 * decided it, when and why stands beside them, as data.
 */
export function describeCustody(
  custody: Pick<StoredCustody, 'cluster' | 'state'>,
): string {
  const { cluster } = custody;
  switch (custody.state) {
    case 'releasing':
      return `Cluster '${cluster}' is being released`;
    case 'removing':
      return `The product is being removed from cluster '${cluster}'`;
    case 'released':
      return `Cluster '${cluster}' was released. What was there stays in force and is nobody's; it is only observed until somebody has it managed again`;
    case 'removed':
      return `The product was removed from cluster '${cluster}'. Everybody may call everybody there, as far as the product is concerned; it is only observed until somebody has it managed again`;
    default:
      return `Cluster '${cluster}' is managed`;
  }
}
