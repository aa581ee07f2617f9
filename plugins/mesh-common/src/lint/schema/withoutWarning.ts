import type { ObjectRule } from '../types';
import { listVerdicts, nameOf } from './verdicts';

/** Said by the rules about routes that no call gets to. */
const isAboutReach = (warning: string) => /\bnot used \(/.test(warning);

/** It is accepted, and probably not what was meant. */
export const withoutWarning: ObjectRule = {
  code: 'MW2305',
  severity: 'warning',
  summary: 'The webhook of Istio accepts objects of Istio without a warning',
  aliases: ['IST0133'],
  check: context =>
    context.derive(listVerdicts).flatMap(({ object, errors, warnings }) =>
      warnings
        .filter(warning => errors.length === 0 && !isAboutReach(warning))
        .map(warning => ({
          object,
          path: '',
          message: `The webhook of Istio warns of ${nameOf(
            object,
          )}: ${warning}. Check that it does what you mean.`,
        })),
    ),
};
