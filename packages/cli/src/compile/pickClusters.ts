import type { MeshModel } from '@meshwright/plugin-mesh-common';
import { UsageError } from '../terminal';

/** The cluster that is asked for, or all that there are. */
export function pickClusters(
  { clusters }: Pick<MeshModel, 'clusters'>,
  wanted: string | undefined,
): string[] {
  const names = clusters.map(({ name }) => name);
  if (wanted === undefined) return names;
  if (names.includes(wanted)) return [wanted];
  throw new UsageError(
    `--cluster is '${wanted}'; there is ${names.join(', ') || 'none'}`,
  );
}

/** The one cluster that a question is about. */
export function pickCluster(
  model: Pick<MeshModel, 'clusters'>,
  wanted: string | undefined,
): string | undefined {
  const names = pickClusters(model, wanted);
  if (names.length > 1) {
    throw new UsageError(`which --cluster? There is ${names.join(', ')}`);
  }
  return names[0];
}
