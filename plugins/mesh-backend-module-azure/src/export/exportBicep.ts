import { InputError } from '@backstage/errors';
import type {
  ExportClusterResponse,
  ProvisionPlan,
} from '@meshwright/plugin-mesh-common';
import { buildClusterFile } from './buildClusterFile';
import { buildMainFile } from './buildMainFile';
import { buildManifests } from './buildManifests';
import { buildReadme } from './buildReadme';

/**
 * A plan as Bicep: the same resources with the same properties, to be owned
 * as code. What goes into the cluster becomes manifests next to it.
 */
export function exportBicep(plan: ProvisionPlan): ExportClusterResponse {
  if (plan.purpose !== 'provision') {
    throw new InputError(
      'Only what is made can be exported, not what is retired',
    );
  }
  const problem = plan.problems.find(({ severity }) => severity === 'error');
  if (problem) {
    throw new InputError(
      `This cannot be exported, because it could not be made: '${problem.field}': ${problem.message}`,
    );
  }
  const manifests = buildManifests(plan);
  return {
    files: [
      { path: 'README.md', content: buildReadme(plan, manifests) },
      { path: 'main.bicep', content: buildMainFile(plan) },
      ...buildClusterFile(plan),
      ...manifests.files,
    ],
  };
}
