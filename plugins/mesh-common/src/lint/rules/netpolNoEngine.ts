import type { ObjectRule } from '../types';
import { listNetPolicies } from './read/network';

/** Stored, shown, and ignored. */
export const netpolNoEngine: ObjectRule = {
  code: 'MW2045',
  severity: 'error',
  summary: 'NetworkPolicies are in a cluster that enforces them',
  aliases: ['SEG-NETPOL-NO-ENGINE'],
  check: context =>
    context.options.policyEngine === false
      ? listNetPolicies(context).map(({ object }) => ({
          object,
          path: '',
          message:
            'The cluster has no network policy engine: it stores the object and ignores it. Create the cluster with a network policy engine (on AKS --network-policy cilium, azure or calico).',
        }))
      : [],
};
