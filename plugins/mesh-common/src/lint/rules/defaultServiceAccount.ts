import type { ObjectRule, RuleFinding } from '../types';
import { listPolicies, valuesOf } from './read/policies';
import { listWorkloads } from './read/workloads';

/** One identity for many workloads cannot tell them apart. */
export const defaultServiceAccount: ObjectRule = {
  code: 'MW2017',
  severity: 'warning',
  summary: 'Every workload has a service account of its own',
  aliases: ['SEG-DEFAULT-SA'],
  check: context => [
    ...listWorkloads(context)
      .filter(({ serviceAccount, namespace }) => {
        const { rootNamespace } = context.options;
        const isSystem =
          namespace === rootNamespace || /^kube-/.test(namespace);
        return serviceAccount === 'default' && !isSystem;
      })
      .map(({ object, path }) => ({
        object,
        path: `${path}/serviceAccountName`,
        message:
          'It runs as service account "default", as everything else in the namespace may: policies cannot tell it apart. Create a ServiceAccount for it and name it in the pod template.',
      })),
    ...listPolicies(context)
      .filter(({ action }) => action === 'ALLOW')
      .flatMap(({ object, namespace, rules }): RuleFinding[] =>
        rules.flatMap(({ sources }) =>
          sources.flatMap(part =>
            ['principals', 'serviceAccounts'].flatMap(field =>
              valuesOf(part, field)
                .filter(value => /(^|\/)default$/.test(value))
                .map(value => ({
                  object,
                  path: `${part.path}/${field}`,
                  message: `'${value}' lets in every workload of the namespace ${
                    /ns\/([^/]+)\//.exec(value)?.[1] ?? namespace
                  } that has no service account of its own. Give the caller one and name that.`,
                })),
            ),
          ),
        ),
      ),
  ],
};
