import type { ObjectRule } from '../types';
import { listPolicies } from './read/policies';

/** What is not there is not one of the values either. */
export const notValuesAbsent: ObjectRule = {
  code: 'MW2060',
  severity: 'warning',
  summary: 'Conditions on what a header is not also ask that it is there',
  aliases: ['SEG-NOT-VALUES'],
  check: context =>
    listPolicies(context)
      .filter(({ action }) => action === 'ALLOW')
      .flatMap(({ object, rules }) =>
        rules.flatMap(({ conditions }) => {
          const asked = new Set(
            conditions
              .filter(({ values }) => values.length > 0)
              .map(({ key }) => key),
          );
          return conditions
            .filter(
              ({ key, values, notValues }) =>
                /^request\.(headers|auth\.claims)\[/.test(key) &&
                values.length === 0 &&
                notValues.length > 0 &&
                !asked.has(key),
            )
            .map(({ key, path, notValues }) => ({
              object,
              path,
              message: `A request without ${key} is let in too: it has none of ${notValues
                .slice(0, 3)
                .map(value => `'${value}'`)
                .join(
                  ', ',
                )}. Add values ["*"], or list the values that are wanted.`,
            }));
        }),
      ),
};
