import type { JsonObject, JsonValue } from '@backstage/types';
import {
  type SpecProblem,
  validateClusterSpec,
} from '@meshwright/plugin-mesh-common';

/**
 * Problems of the address plan as far as it is filled in: what nobody has
 * answered yet is no mistake.
 */
export function listAddressProblems(answers: JsonObject): SpecProblem[] {
  const { problems } = validateClusterSpec(answers);
  return problems.filter(
    ({ field }) =>
      field.startsWith('network.') && valueOf(answers, field) !== undefined,
  );
}

/** Value at `network.peers[1]`. */
function valueOf(answers: JsonObject, field: string): JsonValue | undefined {
  return field
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<JsonValue | undefined>(
      (inner, key) => (inner as JsonObject | undefined)?.[key],
      answers,
    );
}
