import { InputError, NotFoundError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  type MeshClusterSpec,
  type ProvisionedCluster,
  type SpecProblem,
  validateClusterSpec,
} from '@meshwright/plugin-mesh-common';
import type { ProvisionedClusterStore } from '../database';

/** What a cluster keeps for as long as it is known by its name. */
const FIXED = [
  'provider',
  'subscriptionId',
  'resourceGroup',
  'region',
] as const satisfies ReadonlyArray<keyof MeshClusterSpec>;

/**
 * The specification of which a request speaks, or why there is none. A name
 * alone stands for the cluster that is kept under it.
 */
export async function readClusterSpec(
  answers: JsonObject,
  clusters: ProvisionedClusterStore,
): Promise<{ spec?: MeshClusterSpec; problems: SpecProblem[] }> {
  const { name } = answers;
  if (typeof name === 'string' && Object.keys(answers).length === 1) {
    const { spec } = await findKept(name, clusters);
    return { spec, problems: [] };
  }
  const { spec, problems } = validateClusterSpec(answers);
  const kept = spec && (await clusters.get(spec.name));
  if (!spec || !kept) {
    return { ...(spec && { spec }), problems };
  }
  const moved = checkFixed(spec, kept);
  return moved.length > 0
    ? { problems: [...problems, ...moved] }
    : { spec, problems };
}

/** A cluster that was made or adopted here. */
export async function findKept(
  name: string,
  clusters: ProvisionedClusterStore,
): Promise<ProvisionedCluster> {
  const kept = await clusters.get(name);
  if (!kept) {
    throw new NotFoundError(
      `No cluster '${name}' was made or adopted here; the template 'New mesh cluster' does either`,
    );
  }
  return kept;
}

/** Throws an error that names each field. */
export function requireValid({
  spec,
  problems,
}: {
  spec?: MeshClusterSpec;
  problems: SpecProblem[];
}): MeshClusterSpec {
  if (!spec) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    throw new InputError(
      `No such cluster can be made: ${errors
        .slice(0, 10)
        .map(({ field, message }) => `'${field}': ${message}`)
        .join('; ')}`,
    );
  }
  return spec;
}

/** What was made elsewhere would be forgotten there. */
function checkFixed(
  spec: MeshClusterSpec,
  { spec: kept }: ProvisionedCluster,
): SpecProblem[] {
  return FIXED.filter(
    field => spec[field].toLowerCase() !== kept[field].toLowerCase(),
  ).map(field => ({
    field,
    message: `is '${kept[field]}' for the cluster '${spec.name}' and cannot become '${spec[field]}'; retire the cluster first, or choose another name`,
    severity: 'error',
  }));
}
