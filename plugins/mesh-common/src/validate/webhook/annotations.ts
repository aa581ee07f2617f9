import { actions } from './authorizationPolicy';
import { toName } from './read';
import type { Subject } from './types';

const DRY_RUN = 'istio.io/dry-run';
const REJECT = 'internal.istio.io/webhook-always-reject';

/** Set by the control plane on objects that it makes of others. */
const internal = [
  'internal.istio.io/parent-namespace',
  'internal.istio.io/parents',
];

/** What is wrong with the annotations of an object. */
export function findAnnotationProblem(
  kind: string,
  subject: Subject,
): string | undefined {
  const { annotations } = subject;
  const dryRun = annotations[DRY_RUN];
  const wrong =
    dryRun === undefined ? undefined : findDryRunProblem(kind, subject, dryRun);
  if (wrong) return wrong;
  if (Object.hasOwn(annotations, REJECT)) {
    return `"${REJECT}" annotation found, rejecting`;
  }
  const found = internal.find(name => Object.hasOwn(annotations, name));
  return found && `"${found}" annotation found, this may not be set by users`;
}

const booleans = /^(1|0|t|f|T|F|true|false|TRUE|FALSE|True|False)$/;

function findDryRunProblem(
  kind: string,
  { namespace, name, spec }: Subject,
  value: string,
): string | undefined {
  const id = `${namespace}/${name}`;
  if (kind !== 'AuthorizationPolicy') {
    return `${id} has unsupported annotation ${DRY_RUN}, please remove the annotation`;
  }
  const action = toName(spec.action, actions);
  if (action !== 'ALLOW' && action !== 'DENY') {
    return `the annotation ${DRY_RUN} currently only supports action ALLOW/DENY, found action ${action} in ${id}`;
  }
  return booleans.test(value)
    ? undefined
    : `${id} has annotation ${DRY_RUN} with invalid value (${value})`;
}
