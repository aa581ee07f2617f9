import { type Fact, isFalse, isTrue, isUnknown } from '../fact';
import { count } from '../sentences';
import type { WorkloadContext } from '../WorkloadContext';

/**
 * Codes of findings that tell of a newer version which the catalog does not
 * take: what the declaration says now is not known.
 */
const CATALOG_CODES = ['MW1901', 'MW1902'];

/** Whether the author's declaration is readable and without errors. */
export function deriveDeclared(context: WorkloadContext): Fact {
  const { workload, diagnostics } = context;
  if (workload.retiring) {
    return isFalse('Retiring', workload.retiring.message);
  }
  const refusal = diagnostics.find(({ code }) => CATALOG_CODES.includes(code));
  if (refusal) {
    return isUnknown('CatalogRefuses', refusal.message);
  }
  const errors = diagnostics.filter(d => d.severity === 'error');
  const [first] = errors;
  if (workload.lastGood) {
    const what = first ? ` (${first.message})` : '';
    return isUnknown(
      'LastGood',
      `Its catalog-info.yaml cannot be read now${what}; what it said last stays in force until that is corrected`,
    );
  }
  return first
    ? isFalse(
        'Findings',
        `${count(errors.length, 'error')} in its catalog-info.yaml; first at ${
          first.pointer
        }: ${first.message}`,
      )
    : isTrue('Declared', 'Its catalog-info.yaml is readable');
}
