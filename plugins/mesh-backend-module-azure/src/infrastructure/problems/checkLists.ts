import type { SpecProblem } from '@meshwright/plugin-mesh-common';
import type { ListingKey } from '../observed';
import type { PlanContext } from '../PlanContext';

/** Without these nothing can be said, and what each is needed for. */
const NEEDED: ReadonlyArray<[ListingKey, string, string]> = [
  ['kubernetesVersions', 'region', 'which versions of Kubernetes there are'],
  ['meshRevisions', 'region', 'which revisions of the mesh there are'],
  ['sizes', 'nodes.size', 'which sizes of virtual machines there are'],
  ['computeUsages', 'nodes.max', 'how many cores are left'],
  ['networkUsages', 'region', 'how many public addresses are left'],
  ['permissions', 'subscriptionId', 'what may be done in the subscription'],
];

/** Not knowing is no permission to go on. */
export function checkLists({ observed, ids }: PlanContext): SpecProblem[] {
  const problems = NEEDED.filter(
    ([key]) => !observed.lists[key] || observed.unreadable[key] !== undefined,
  ).map(
    ([key, field, what]): SpecProblem => ({
      field,
      severity: 'error',
      message: `It could not be read ${what}: ${
        observed.unreadable[key] ?? 'nobody looked'
      }`,
    }),
  );
  const subscription = ids.subscription.toLowerCase();
  if (!observed.resources[subscription]) {
    problems.push({
      field: 'subscriptionId',
      severity: 'error',
      message: `The subscription cannot be read: ${
        observed.unreadable[subscription] ??
        'it is not there, or not for the identity that looked'
      }`,
    });
  }
  return problems;
}
