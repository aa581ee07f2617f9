import type { LintContext, ObjectRule } from '../types';
import { busyNamespaces, isAddOn, knownNamespaces } from './read/namespaces';
import { checkValues } from './read/policies';

/** Rules about callers from where none can come. */
export const sourceNamespace: ObjectRule = {
  code: 'MW2016',
  severity: 'warning',
  summary: 'Namespaces of callers exist, and callers run in them',
  aliases: ['SEG-SOURCE-NS-UNKNOWN', 'KIA0101'],
  check: context =>
    checkValues(context, ({ field, value }) => {
      const isNamespace =
        field === 'namespaces' || field === 'source.namespace';
      if (!isNamespace || value.includes('*')) return undefined;
      const problem = findProblem(context, value);
      return problem && `Namespace '${value}' in \`${field}\`: ${problem}`;
    }),
};

function findProblem(context: LintContext, name: string): string | undefined {
  if (name === context.options.rootNamespace) {
    return isAddOn(context)
      ? 'only the control plane runs there. Gateways of the add-on run in aks-istio-ingress; name that, or better the service account of the gateway.'
      : undefined;
  }
  if (!context.options.complete) return undefined;
  if (!knownNamespaces(context).has(name)) {
    return 'there is no such namespace, so the rule matches nobody. Correct the name.';
  }
  return busyNamespaces(context).size > 0 && !busyNamespaces(context).has(name)
    ? 'no workload runs there, so the rule matches nobody. Correct the name.'
    : undefined;
}
