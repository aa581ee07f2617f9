import type { JsonObject } from '@backstage/types';
import {
  type ProvisionPlan,
  readClusterAnswers,
} from '@meshwright/plugin-mesh-common';

/**
 * What a form says of a cluster: its answers, or the name alone of one that
 * exists. The preview is no answer of its own.
 */
export function answersOf(
  form: JsonObject | undefined,
  options: { purpose: ProvisionPlan['purpose']; name: string },
): JsonObject {
  const { [options.name]: _own, ...parameters } = form ?? {};
  if (options.purpose === 'provision') {
    return readClusterAnswers(parameters);
  }
  const { cluster = parameters.name } = parameters;
  return cluster === undefined ? {} : readClusterAnswers({ cluster });
}
