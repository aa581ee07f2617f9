import type { ObjectRule } from '../types';
import { checkValues } from './read/policies';

/**
 * Certificates of other trust domains fail in the handshake, before any
 * policy is asked.
 */
export const foreignTrustDomain: ObjectRule = {
  code: 'MW2019',
  severity: 'warning',
  summary: 'Principals are of a trust domain of the mesh',
  aliases: ['KIA0108'],
  check: context => {
    const { trustDomain = 'cluster.local', trustDomainAliases = [] } =
      context.options;
    const ours = new Set([trustDomain, ...trustDomainAliases, 'cluster.local']);
    return checkValues(context, ({ field, value }) => {
      const domain = toDomain(field, value);
      if (domain === undefined || domain.includes('*') || ours.has(domain)) {
        return undefined;
      }
      return `Trust domain '${domain}' of '${value}' is not the mesh's (${trustDomain}): such callers fail the TLS handshake before any policy. Correct it, or add it to trustDomainAliases.`;
    });
  },
};

function toDomain(field: string, value: string): string | undefined {
  if (field === 'trustDomains' || field === 'source.trustDomain') return value;
  if (field !== 'principals' && field !== 'source.principal') return undefined;
  return /^([^/]+)\/ns\//.exec(value)?.[1];
}
