import type { ObjectRule } from '../../types';
import { isKnownHost } from '../read/hosts';
import { checkValues } from '../read/policies';

/** A host that nobody serves is asked for by nobody. */
export const policyHost: ObjectRule = {
  code: 'MW2202',
  severity: 'warning',
  summary: 'Hosts in policies are hosts of the mesh',
  aliases: ['KIA0104'],
  check: context => {
    if (!context.options.complete) return [];
    return checkValues(context, ({ field, value, policy }) => {
      if (field !== 'hosts' || value.includes('*')) return undefined;
      const host = value.replace(/:\d+$/, '');
      return isKnownHost(context, host, policy.namespace)
        ? undefined
        : `No Service, ServiceEntry, VirtualService or Gateway has the host '${host}', so no request for it gets here. Correct it.`;
    });
  },
};
