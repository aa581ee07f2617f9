import { isRecord, toRecord, toRecords, toText } from '../../evaluate/readJson';
import type { Validation } from '../types';

export type Json = Record<string, unknown>;

const LAST_PORT = 65535;

export function isPort(text: string): boolean {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port >= 1 && port <= LAST_PORT;
}

/** Kinds that policies may refer to, as `group/kind`. */
const targets = new Set([
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/GatewayClass',
  '/Service',
  'core/Service',
  'networking.istio.io/ServiceEntry',
]);

/** What is wrong with how a policy says what it is for. */
export function validateTarget(spec: Json): Validation {
  const refs = [
    ...(isRecord(spec.targetRef) ? [spec.targetRef] : []),
    ...toRecords(spec.targetRefs),
  ];
  const errors = refs.flatMap(validateReference);
  if (refs.length > 0 && spec.selector !== undefined) {
    errors.push('only one of targetRefs or workloadSelector can be set');
  }
  const labels = toRecord(toRecord(spec.selector).matchLabels);
  for (const [key, value] of Object.entries(labels)) {
    if (key === '') errors.push('empty key is not supported in selector');
    if (`${key}${value}`.includes('*')) {
      errors.push(`wildcard is not supported in selector: "${key}=${value}"`);
    }
  }
  const empty = isRecord(spec.selector) && Object.keys(labels).length === 0;
  return {
    errors,
    warnings: empty ? ['workload selector specified without labels'] : [],
  };
}

function validateReference(ref: Json): string[] {
  const { group = '', kind = '', name, namespace } = ref;
  return [
    ...(toText(name) ? [] : ['targetRef name must be set']),
    ...(toText(namespace) ? ['targetRef namespace must not be set'] : []),
    ...(targets.has(`${group}/${kind}`)
      ? []
      : [`targetRef cannot be for ${kind} of group "${group}"`]),
  ];
}
