import type { ObjectRule } from '../types';
import { fullName } from './context/objects';
import { listValidated, type Validated } from './context/validations';

function toRule(list: (validated: Validated) => string[]): ObjectRule {
  return {
    code: 'MW2106',
    severity: 'error',
    summary: 'The control plane accepts objects of Istio',
    aliases: ['IST0106'],
    check: context =>
      context.derive(listValidated).flatMap(validated =>
        list(validated).map(error => ({
          object: validated.object,
          path: '',
          message: `${validated.object.kind} ${fullName(
            validated.object,
          )} is refused: ${error}`,
        })),
      ),
  };
}

/** It never gets into the cluster, or nobody takes it for what it says. */
export const schemaValidationError = toRule(({ refused, errors }) =>
  refused.length > 0 ? refused : errors,
);

/** What Istio's analyzer says: the webhook alone. */
export const webhookValidationError = toRule(({ errors }) => errors);
