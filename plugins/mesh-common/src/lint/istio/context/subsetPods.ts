import type { MeshObject } from '../../../objects';
import { toText } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { listPods } from './declaredPods';
import { byFullName, core, labelsOf, specOf, type Labels } from './objects';
import { toPods, type Pods } from './pods';

const REGION = 'topology.kubernetes.io/region';
const ZONE = 'topology.kubernetes.io/zone';
const SUBZONE = 'topology.istio.io/subzone';

/**
 * Pods with the labels that subsets may ask for: their own, and where they
 * run; derive it from the context.
 */
export function indexSubsetPods(context: LintContext): Pods {
  const nodes = byFullName(core(context, 'Node'));
  return toPods(listPods(context), pod => {
    const name = toText(specOf(pod).nodeName);
    if (!name) return labelsOf(pod);
    return {
      ...labelsOf(pod),
      ...locate(nodes.get(name)),
      'kubernetes.io/hostname': name,
    };
  });
}

/** A place without the bigger one around it is not told. */
function locate(node: MeshObject | undefined): Labels {
  const labels = node ? labelsOf(node) : {};
  const region = labels[REGION];
  const zone = labels[ZONE];
  const subzone = labels[SUBZONE];
  return {
    ...(region ? { [REGION]: region } : {}),
    ...(zone ? { [ZONE]: zone } : {}),
    ...(zone && subzone ? { [SUBZONE]: subzone } : {}),
  };
}
