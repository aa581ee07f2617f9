import type { ObjectRule } from '../types';
import { listVerdicts, nameOf } from './verdicts';

/** The object does not get into the cluster, or is not taken as it is. */
export const acceptedByWebhook: ObjectRule = {
  code: 'MW2304',
  severity: 'error',
  summary: 'The webhook of Istio accepts objects of Istio',
  aliases: ['IST0106'],
  check: context =>
    context.derive(listVerdicts).flatMap(({ object, errors }) =>
      errors.map(error => ({
        object,
        path: '',
        message: `The webhook of Istio refuses ${nameOf(
          object,
        )}: ${error}. Correct it: an update that is refused leaves the old object in force.`,
      })),
    ),
};
