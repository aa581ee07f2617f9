import type { SpecProblem } from '@meshwright/plugin-mesh-common';
import type { PlanContext } from '../PlanContext';
import { getText, readItems, readTexts } from '../read';

/** Whether there are such virtual machines, in the zones that are wanted. */
export function checkSize(context: PlanContext): SpecProblem[] {
  const { spec, observed, live } = context;
  const { size } = spec.nodes;
  if (live || !observed.lists.sizes) {
    return [];
  }
  const found = observed.lists.sizes.find(
    item => getText(item, 'name')?.toLowerCase() === size.toLowerCase(),
  );
  const restrictions = readItems(found, 'restrictions');
  const isBarred = restrictions.some(
    item => getText(item, 'type') === 'Location',
  );
  if (!found || isBarred) {
    const message = `Virtual machines of the size '${size}' are not to be had in '${
      spec.region
    }'${
      isBarred ? ' with this subscription' : ''
    }; choose another size or region`;
    return [{ field: 'nodes.size', severity: 'error', message }];
  }
  const barred = restrictions.flatMap(item =>
    readTexts(item, 'restrictionInfo.zones'),
  );
  const offered = readItems(found, 'locationInfo').flatMap(item =>
    readTexts(item, 'zones'),
  );
  const missing = spec.kubernetes.zones.filter(
    zone => !offered.includes(zone) || barred.includes(zone),
  );
  return missing.length === 0
    ? []
    : [
        {
          field: 'kubernetes.zones',
          severity: 'error',
          message: `Virtual machines of the size '${size}' are not in the zones ${missing.join(
            ', ',
          )} of '${spec.region}'; choose among ${
            offered.filter(zone => !barred.includes(zone)).join(', ') || 'none'
          }`,
        },
      ];
}
