import { isDnsLabel } from '../text/names';
import type { Findings } from './Findings';
import { toItems } from './read';

type Options = {
  namespace: string;
  /** Whether `~`, nobody, is a value. */
  toNobody?: boolean;
  /** Whether the object is for some workloads of its namespace. */
  selects?: boolean;
};

/** Checks who may see an object. */
export function checkExportTo(
  given: unknown,
  { namespace, toNobody = false, selects = false }: Options,
  out: Findings,
): void {
  const entries = toItems(given);
  const seen = new Set<string>();
  for (const entry of entries) {
    const key = entry === '.' ? namespace : entry;
    if (seen.has(key)) {
      out.error(
        key === entry
          ? `duplicate entries in exportTo for entry ${entry}`
          : `duplicate entries in exportTo: . and current namespace ${namespace}`,
      );
    } else if (key === '~' && !toNobody) {
      out.error(
        'exportTo ~ (none) is not allowed for Istio configuration objects',
      );
    } else if (key === '~' || key === '*' || isDnsLabel(key)) {
      seen.add(key);
    } else {
      out.error(
        'only .,*, or a valid DNS 1123 label is allowed as exportTo entry',
      );
    }
  }
  if (selects && seen.size > 0) checkOfSelecting(seen, namespace, out);
  if (entries.length < 2) return;
  if (seen.has('*')) {
    out.error(
      'cannot have both public (*) and non-public exportTo values for a resource',
    );
  }
  if (seen.has('~')) {
    out.error('cannot export service entry to no one (~) and someone');
  }
}

function checkOfSelecting(
  seen: ReadonlySet<string>,
  namespace: string,
  out: Findings,
): void {
  if (!seen.has(namespace)) {
    out.error(
      'destination rule with workload selector cannot have exportTo beyond current namespace',
    );
  } else if (seen.size > 1) {
    out.error(
      'destination rule with workload selector cannot have multiple entries in exportTo',
    );
  }
}
