import { isDryRun, type MeshObject } from '../objects';
import {
  compileRule,
  type CompiledRule,
  type RuleContext,
} from './compileRule';
import { toRecord, toRecords, toText } from './readJson';
import { readTarget, type Target } from './policyTarget';

export type PolicyAction = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';

/** An AuthorizationPolicy, ready to be judged. */
export type CompiledPolicy = {
  namespace: string;
  name: string;
  action: PolicyAction;
  /** True when it is only counted, not enforced. */
  dryRun: boolean;
  /** Name of the external authorizer of a CUSTOM policy. */
  provider: string;
  target: Target;
  rules: readonly CompiledRule[];
};

export function compilePolicy(
  object: MeshObject,
  context: Pick<RuleContext, 'expandPrincipals' | 'knowsTrustDomains'>,
): CompiledPolicy {
  const { name, namespace = '' } = object.metadata;
  const spec = toRecord(object.spec);
  const action = readAction(spec.action);
  return {
    namespace,
    name,
    action,
    dryRun: isDryRun(object),
    provider: toText(toRecord(spec.provider).name) ?? '',
    target: readTarget(object),
    rules: toRecords(spec.rules).map((rule, index) =>
      compileRule(rule, index, {
        ...context,
        namespace,
        name,
        allow: action === 'ALLOW',
      }),
    ),
  };
}

function readAction(value: unknown): PolicyAction {
  return value === 'DENY' || value === 'AUDIT' || value === 'CUSTOM'
    ? value
    : 'ALLOW';
}
