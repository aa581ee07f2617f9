import type { Claim } from './claims';
import { findCycles } from './findCycles';
import type { Findings } from './Findings';

/** So many members of a cycle are named. */
const MAX_NAMED = 5;
const POINTER = '/spec/mesh/access/allow';

/** Says where access rules give more than their authors may think. */
export function reportAccess(options: {
  claims: Map<string, Claim>;
  findings: Findings;
}) {
  const { claims, findings } = options;
  const allowed = new Map<string, string[]>();
  for (const [entityRef, { declaration }] of claims) {
    const allow = declaration.access?.allow ?? [];
    allow.forEach(({ from, until: _, ...limits }, index) => {
      if (from.startsWith('system:') && Object.keys(limits).length === 0) {
        findings.add(declaration, {
          code: 'MW1131',
          pointer: `${POINTER}/${index}`,
          message: `${entityRef} lets all of ${from} in without any limit, also what joins it later. Name components, or limit the entry`,
        });
      }
    });
    const callers = allow
      .map(({ from }) => from)
      .filter(ref => claims.has(ref));
    if (callers.length > 0) {
      allowed.set(entityRef, callers);
    }
  }
  for (const cycle of findCycles(allowed)) {
    for (const entityRef of cycle) {
      const others = cycle.filter(ref => ref !== entityRef);
      findings.add(
        { entityRef },
        {
          code: 'MW1132',
          pointer: POINTER,
          message: `${entityRef} and ${others.slice(0, MAX_NAMED).join(', ')}${
            others.length > MAX_NAMED
              ? ` and ${others.length - MAX_NAMED} more`
              : ''
          } allow each other in a circle, so whoever takes over one gets on to all. Let one of them ask for an approval`,
        },
      );
    }
  }
}
