import type { LintContext, ObjectRule } from '../types';
import { checkValues } from './read/policies';
import { listWorkloads } from './read/workloads';

/** A principal that nobody has lets nobody in, or stops nobody. */
export const unknownServiceAccount: ObjectRule = {
  code: 'MW2018',
  severity: 'warning',
  summary: 'Service accounts of callers exist',
  aliases: ['KIA0106'],
  check: context => {
    if (!context.options.complete) return [];
    const used = context.derive(readUsed);
    return checkValues(context, ({ field, value, policy }) => {
      const account = toAccount(field, value, policy.namespace);
      if (!account) return undefined;
      const [namespace = '', name = ''] = account.split('/');
      if (used.has(account)) return undefined;
      const exists = context.find('ServiceAccount', namespace, name);
      // Workloads come and go; the account that waits for them is enough.
      if (exists && (name !== 'default' || used.size === 0)) return undefined;
      return exists
        ? `No workload runs as service account '${account}', so '${value}' in \`${field}\` matches nobody. Name the account that the caller runs as.`
        : `There is no service account '${account}', so '${value}' in \`${field}\` matches nobody. Correct it, or create the account and run the caller as it.`;
    });
  },
};

function readUsed(context: LintContext): ReadonlySet<string> {
  return new Set(
    listWorkloads(context).map(
      ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`,
    ),
  );
}

function toAccount(
  field: string,
  value: string,
  namespace: string,
): string | undefined {
  if (value.includes('*')) return undefined;
  if (field === 'principals' || field === 'source.principal') {
    const [, account, name] =
      /^[^/]+\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(value) ?? [];
    return account && name ? `${account}/${name}` : undefined;
  }
  if (field !== 'serviceAccounts' && field !== 'source.serviceAccount') {
    return undefined;
  }
  return value.includes('/') ? value : `${namespace}/${value}`;
}
