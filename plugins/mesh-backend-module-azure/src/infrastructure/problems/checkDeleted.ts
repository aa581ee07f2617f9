import type { SpecProblem } from '@meshwright/plugin-mesh-common';
import { nameOf } from '../ids';
import { isTaggedAs } from '../ownership';
import type { PlanContext } from '../PlanContext';
import { getText, getValue } from '../read';

/** What was deleted and still holds a name. */
export function checkDeleted(context: PlanContext): SpecProblem[] {
  return [...checkVault(context), ...checkWorkspace(context)];
}

function checkVault({ spec, ids, observed, instance }: PlanContext) {
  const deleted = observed.resources[ids.deletedVault.toLowerCase()];
  const isNeeded =
    spec.edge &&
    !spec.edge.vaultId &&
    !observed.resources[ids.vault.toLowerCase()];
  if (!deleted || !isNeeded) {
    return [];
  }
  const name = nameOf(ids.vault);
  const owner = { instance, cluster: spec.name };
  const isOurs =
    isTaggedAs(getValue(deleted, 'properties.tags'), owner) &&
    getText(deleted, 'properties.vaultId')?.toLowerCase() ===
      ids.vault.toLowerCase();
  const problem: SpecProblem = isOurs
    ? {
        field: 'name',
        severity: 'warning',
        message: `The vault '${name}' was deleted with this cluster before; it is recovered, with what is in it`,
      }
    : {
        field: 'name',
        severity: 'error',
        message: `The name of the vault '${name}' is held by one that others deleted; have it purged, choose another name for the cluster, or give 'edge.vaultId'`,
      };
  return [problem];
}

function checkWorkspace({ ids, observed }: PlanContext): SpecProblem[] {
  const name = nameOf(ids.logs);
  const isDeleted = (observed.lists.deletedWorkspaces ?? []).some(
    item => getText(item, 'id')?.toLowerCase() === ids.logs.toLowerCase(),
  );
  return isDeleted && !observed.resources[ids.logs.toLowerCase()]
    ? [
        {
          field: 'name',
          severity: 'warning',
          message: `The workspace '${name}' was deleted less than 14 days ago; it comes back with its old data`,
        },
      ]
    : [];
}
