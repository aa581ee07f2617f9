import type { LintContext, RuleFinding } from '../../types';
import { formatLabels } from '../context/labels';
import { fullName } from '../context/objects';
import { selectTelemetries } from '../context/telemetries';

/** Telemetries for pods that do not exist. */
export function missingTelemetryPods(context: LintContext): RuleFinding[] {
  return context.derive(selectTelemetries).idle.map(({ object, labels }) => ({
    object,
    path: 'spec/selector',
    message: `No pod in the namespace of Telemetry ${fullName(
      object,
    )} has the labels ${formatLabels(
      labels,
    )}, so it reports nothing. Use the labels of the pods that it is for.`,
  }));
}
