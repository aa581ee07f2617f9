import type { ObjectRule } from '../types';
import { fullName } from './context/objects';
import { listValidated } from './context/validations';

/** Said by the rules about unreachable routes already. */
const isAboutReach = (warning: string) => /\bnot used \(/.test(warning);

/** It is accepted, and probably not what was meant. */
export const schemaWarning: ObjectRule = {
  code: 'MW2133',
  severity: 'warning',
  summary: 'The control plane does not warn of objects of Istio',
  aliases: ['IST0133'],
  check: context =>
    context.derive(listValidated).flatMap(({ object, warnings }) =>
      warnings
        .filter(warning => !isAboutReach(warning))
        .map(warning => ({
          object,
          path: '',
          message: `Istio warns of ${object.kind} ${fullName(
            object,
          )}: ${warning}`,
        })),
    ),
};
