import type { MeshObject } from '../../../objects';
import type { LintContext } from '../../types';
import { listGateways, selectorOf } from './gateways';
import { append } from './groupBy';
import { formatLabels } from './labels';
import type { Labels } from './objects';
import { indexPods } from './pods';

/** Which selectors of Gateways, as texts, mean a pod in common. */
export type GatewaySelectors = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Selectors that Gateways have; derive it from the context. Two are held to
 * meet when one contains the other and a pod has the labels of both.
 */
export function relateGatewaySelectors(context: LintContext): GatewaySelectors {
  const selectors = new Map<string, Labels>();
  for (const gateway of listGateways(context)) {
    const selector = selectorOf(gateway);
    selectors.set(formatLabels(selector), selector);
  }
  const related = new Map(
    [...selectors.keys()].map(text => [text, new Set([text])]),
  );
  for (const texts of listByPod(selectors, context).values()) {
    for (const one of texts) {
      for (const other of texts) {
        if (other.includes(one)) {
          related.get(one)?.add(other);
          related.get(other)?.add(one);
        }
      }
    }
  }
  return related;
}

function listByPod(
  selectors: ReadonlyMap<string, Labels>,
  context: LintContext,
): Map<MeshObject, string[]> {
  const pods = context.derive(indexPods);
  const byPod = new Map<MeshObject, string[]>();
  for (const [text, selector] of selectors) {
    for (const pod of pods.select(selector)) append(byPod, pod, text);
  }
  return byPod;
}
