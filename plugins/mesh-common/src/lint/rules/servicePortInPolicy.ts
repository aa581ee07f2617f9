import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { listPolicies, listValues, type Policy } from './read/policies';
import { portsOfTarget } from './read/protocols';

/** Policies see the port of the workload, not that of the Service. */
export const servicePortInPolicy: ObjectRule = {
  code: 'MW2031',
  severity: 'error',
  summary: 'Ports in policies are those of the workload',
  aliases: ['SEG-SERVICE-PORT'],
  check: context =>
    listPolicies(context).flatMap(policy => checkPolicy(context, policy)),
};

function checkPolicy(context: LintContext, policy: Policy): RuleFinding[] {
  const values = listValues(policy).filter(
    ({ field }) => field === 'ports' || field === 'destination.port',
  );
  if (values.length === 0 || policy.target.targetRefs.length > 0) return [];
  const { workload, service } = portsOfTarget(context, policy.target);
  return values
    .filter(({ value }) => {
      const number = Number(value);
      return service.has(number) && !workload.has(number);
    })
    .map(({ path, value }) => ({
      object: policy.object,
      path,
      message: `${value} is the port of the Service; policies see the port of the workload behind it, ${service.get(
        Number(value),
      )}. Write that one.`,
    }));
}
