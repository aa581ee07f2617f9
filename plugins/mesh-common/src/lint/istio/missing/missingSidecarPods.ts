import type { LintContext, RuleFinding } from '../../types';
import { formatLabels } from '../context/labels';
import { fullName } from '../context/objects';
import { selectSidecars } from '../context/sidecars';

/** Sidecars for pods that do not exist. */
export function missingSidecarPods(context: LintContext): RuleFinding[] {
  return context.derive(selectSidecars).idle.map(({ object, labels }) => ({
    object,
    path: 'spec/workloadSelector',
    message: `No pod in the namespace of Sidecar ${fullName(
      object,
    )} has the labels ${formatLabels(
      labels,
    )}, so it limits nobody. Use the labels of the pods that it is for.`,
  }));
}
