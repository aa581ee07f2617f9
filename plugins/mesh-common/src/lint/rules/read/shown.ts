import type { LintContext, LintSeverity } from '../../types';

/**
 * How to say that something lacks beside an object: of a whole cluster for
 * sure, of a part of one as far as it is shown.
 */
export function sayLacking({ options }: LintContext): {
  among: string;
  severity?: LintSeverity;
} {
  return options.complete
    ? { among: '' }
    : { among: 'Among these objects: ', severity: 'warning' };
}
