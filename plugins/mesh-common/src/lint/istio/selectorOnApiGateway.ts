import { isRecord, toLabels } from '../../evaluate/readJson';
import type { LintContext, ObjectRule } from '../types';
import { listPods } from './context/declaredPods';
import {
  fullName,
  groups,
  labelsOf,
  namespaceOf,
  specOf,
} from './context/objects';
import { toPods, type Pods } from './context/pods';

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

const kinds = [
  ['AuthorizationPolicy', groups.security],
  ['RequestAuthentication', groups.security],
  ['Telemetry', groups.telemetry],
  ['WasmPlugin', groups.extensions],
] as const;

/** Such gateways take only what names them as its target. */
export const selectorOnApiGateway: ObjectRule = {
  code: 'MW2166',
  severity: 'warning',
  summary: 'Policies name gateways of the Gateway API as their target',
  aliases: ['IST0166'],
  check: context => {
    const pods = indexGatewayPods(context);
    return kinds
      .flatMap(([kind, group]) => context.ofKind(kind, group))
      .flatMap(object => {
        const { selector, targetRef } = specOf(object);
        if (!isRecord(selector) || isRecord(targetRef)) return [];
        const selected = pods.select(
          toLabels(selector.matchLabels),
          namespaceOf(object),
        );
        const gateways = new Set(
          [...selected].map(pod => labelsOf(pod)[GATEWAY_NAME]),
        );
        return [...gateways].map(gateway => ({
          object,
          path: 'spec/selector',
          message: `The selector of ${object.kind} ${fullName(
            object,
          )} has no effect on Gateway '${gateway}' of the Gateway API. Name the Gateway in spec/targetRefs instead.`,
        }));
      });
  },
};

function indexGatewayPods(context: LintContext): Pods {
  return toPods(
    listPods(context).filter(pod => labelsOf(pod)[GATEWAY_NAME] !== undefined),
  );
}
