import type { MeshObject } from '../../../objects';
import { isRecord, toLabels, toRecord } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { groups, specOf, type Labels } from './objects';
import { selectWorkloads, type Selections } from './workloadSelections';

export function listTelemetries(context: LintContext): readonly MeshObject[] {
  return context.ofKind('Telemetry', groups.telemetry);
}

/** Undefined when a Telemetry has no selector; an empty one is another thing. */
export function telemetryLabels(telemetry: MeshObject): Labels | undefined {
  const { selector } = specOf(telemetry);
  return isRecord(selector)
    ? toLabels(toRecord(selector).matchLabels)
    : undefined;
}

/** Telemetries with selectors, and their pods; derive it from the context. */
export function selectTelemetries(context: LintContext): Selections {
  const selections = listTelemetries(context)
    .map(object => ({ object, labels: telemetryLabels(object) ?? {} }))
    .filter(({ labels }) => Object.keys(labels).length > 0);
  return selectWorkloads(selections, context);
}
