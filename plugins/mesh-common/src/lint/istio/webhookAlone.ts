import { validateWebhook, type Validation } from '../../validate';
import type { ObjectRule } from '../types';
import { acceptedByWebhook } from '../schema/acceptedByWebhook';
import { withoutWarning } from '../schema/withoutWarning';
import { fullName } from './context/objects';

/** Said by the rules about unreachable routes already. */
const isAboutReach = (text: string) => /\bnot used \(/.test(text);

/**
 * A rule about what the webhook says as Istio's analyzer asks it: whatever the
 * API server says.
 */
function alone(
  rule: ObjectRule,
  list: (validation: Validation) => string[],
): ObjectRule {
  return {
    ...rule,
    check: ({ objects, options: { istio } }) =>
      objects.flatMap(object =>
        list(
          validateWebhook(object, { istio }) ?? { errors: [], warnings: [] },
        ).map(text => ({
          object,
          path: '',
          message: `${object.kind} ${fullName(object)}: ${text}`,
        })),
      ),
  };
}

export const errorOfWebhook = alone(acceptedByWebhook, ({ errors }) => errors);

export const warningOfWebhook = alone(withoutWarning, ({ warnings }) =>
  warnings.filter(text => !isAboutReach(text)),
);
