import type { Json } from '../schema/node';
import type { Findings } from './Findings';
import { isSet, toMessage, toMessages, toString, toTextEntries } from './read';

const noLabels = 'workload selector specified without labels';

function checkLabels(given: unknown, out: Findings): boolean {
  const labels = toTextEntries(given);
  for (const [key, value] of labels) {
    const shown = `"${key}=${value}"`;
    if (key === '')
      out.error(`empty key is not supported in selector: ${shown}`);
    if (`${key}${value}`.includes('*')) {
      out.error(`wildcard is not supported in selector: ${shown}`);
    }
  }
  return labels.length > 0;
}

/** Checks `selector` of a policy. */
export function checkSelector(given: unknown, out: Findings): void {
  const selector = toMessage(given);
  if (selector && !checkLabels(selector.matchLabels, out)) out.warn(noLabels);
}

/**
 * Checks `workloadSelector` of the networking group. Whether anything else is
 * to be looked at: the webhook stops at a bad one.
 */
export function checkWorkloadSelector(
  given: unknown,
  subject: string,
  out: Findings,
): boolean {
  const selector = toMessage(given);
  if (!selector) return true;
  if (!checkLabels(selector.labels, out)) {
    out.warn(
      `${subject}: ${noLabels}, will be applied to all services in namespace`,
    );
  }
  return out.errors.length === 0;
}

/** What policies may refer to, as `group/version/kind`. */
const targets = [
  'core/v1/Service',
  'networking.istio.io/v1/ServiceEntry',
  'gateway.networking.k8s.io/v1/Gateway',
  'gateway.networking.k8s.io/v1/GatewayClass',
];

function checkReference(ref: Json | undefined, out: Findings): void {
  if (!ref) return;
  if (toString(ref.name) === '') out.error('targetRef name must be set');
  if (toString(ref.namespace) !== '') {
    out.error(
      'targetRef namespace must not be set; cross namespace referencing is not supported',
    );
  }
  const group = toString(ref.group);
  const kind = toString(ref.kind);
  if (!targets.includes(`${group || 'core'}/v1/${kind}`)) {
    out.error(
      `targetRef must be to one of [${targets.join(
        ' ',
      )}] but was ${group}/${kind}`,
    );
  }
}

/** Checks how a policy says what it is for. */
export function checkTarget(spec: Json, out: Findings): void {
  const refs = toMessages(spec.targetRefs);
  const ways = [isSet(spec.selector), isSet(spec.targetRef), refs.length > 0];
  if (ways.filter(Boolean).length > 1) {
    out.error('only one of targetRefs or workloadSelector can be set');
  }
  checkSelector(spec.selector, out);
  checkReference(toMessage(spec.targetRef), out);
  for (const ref of refs) checkReference(ref, out);
}
