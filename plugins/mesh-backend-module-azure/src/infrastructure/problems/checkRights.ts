import type { JsonObject } from '@backstage/types';
import type {
  ProvisionStep,
  SpecProblem,
} from '@meshwright/plugin-mesh-common';
import type { PlanContext } from '../PlanContext';
import { readTexts } from '../read';

/** Whether whoever writes may. */
export function checkRights(
  { observed, spec }: PlanContext,
  steps: readonly ProvisionStep[],
): SpecProblem[] {
  const { permissions, groupPermissions = [] } = observed.lists;
  if (!permissions) {
    return [];
  }
  const all = [...permissions, ...groupPermissions];
  const needed = new Set(
    steps
      .filter(({ target }) => target === 'arm')
      .filter(({ operation }) => ['create', 'update'].includes(operation))
      .map(toAction),
  );
  return [...needed]
    .filter(action => !all.some(permission => allows(permission, action)))
    .map(action => ({
      field: action.includes('/register/') ? 'subscriptionId' : 'resourceGroup',
      severity: 'error',
      message: `The identity that writes lacks the right '${action}' on the resource group '${
        spec.resourceGroup
      }' or the subscription${
        /roleassignments/i.test(action)
          ? "; 'Contributor' does not have it, 'Role Based Access Control Administrator' does"
          : ''
      }`,
    }));
}

function toAction({ resource: { type, name } }: ProvisionStep): string {
  switch (type) {
    case 'Microsoft.Resources/providers':
      return `${name}/register/action`;
    case 'Microsoft.Resources/resourceGroups':
      return 'Microsoft.Resources/subscriptions/resourceGroups/write';
    default:
      return `${type}/write`;
  }
}

function allows(permission: JsonObject, action: string): boolean {
  const fits = (key: string) =>
    readTexts(permission, key).some(pattern => matches(pattern, action));
  return fits('actions') && !fits('notActions');
}

/** `*` stands for any text; compared part by part, without a regex. */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const text = action.toLowerCase();
  const [first, ...rest] = parts;
  if (rest.length === 0) {
    return text === first;
  }
  if (!text.startsWith(first)) {
    return false;
  }
  const last = rest.pop() ?? '';
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) {
      return false;
    }
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
