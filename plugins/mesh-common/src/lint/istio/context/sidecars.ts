import type { MeshObject } from '../../../objects';
import { toLabels, toRecord } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { groups, specOf, type Labels } from './objects';
import { selectWorkloads, type Selections } from './workloadSelections';

/** Labels of the workloads that a Sidecar is for; empty for all. */
export function sidecarLabels(sidecar: MeshObject): Labels {
  return toLabels(toRecord(specOf(sidecar).workloadSelector).labels);
}

/** Sidecars for everybody in their namespace. */
export function listGeneralSidecars(context: LintContext): MeshObject[] {
  return context
    .ofKind('Sidecar', groups.networking)
    .filter(sidecar => Object.keys(sidecarLabels(sidecar)).length === 0);
}

/** Sidecars with selectors, and their pods; derive it from the context. */
export function selectSidecars(context: LintContext): Selections {
  const selections = context
    .ofKind('Sidecar', groups.networking)
    .map(object => ({ object, labels: sidecarLabels(object) }))
    .filter(({ labels }) => Object.keys(labels).length > 0);
  return selectWorkloads(selections, context);
}
