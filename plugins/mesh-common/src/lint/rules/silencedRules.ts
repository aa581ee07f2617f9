import { ANNOTATION_LINT_IGNORE, listItems } from '../isSilenced';
import type { ObjectRule } from '../types';

/** `MW2001`, or the name of the check elsewhere. */
const shape = /^(MW[23]\d{3}|SEG-[A-Z0-9-]+|IST\d{4}|KIA\d{4})$/;

/** A name that is no rule's silences nothing, and reads as if it did. */
export const silencedRules: ObjectRule = {
  code: 'MW2071',
  severity: 'warning',
  summary: 'What is silenced are rules that can be silenced',
  check: ({ objects }) =>
    objects.flatMap(object =>
      listItems(object.metadata.annotations?.[ANNOTATION_LINT_IGNORE])
        .filter(item => !shape.test(item) || item.startsWith('MW23'))
        .map(item => ({
          object,
          path: `metadata/annotations/${ANNOTATION_LINT_IGNORE.replace(
            '/',
            '~1',
          )}`,
          message: item.startsWith('MW23')
            ? `'${item}' cannot be silenced: a cluster refuses the object. Correct the object.`
            : `'${item}' is no rule. Write codes of rules, separated by commas, for example MW2010,MW2050.`,
        })),
    ),
};
