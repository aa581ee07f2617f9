import { toTexts } from '../../evaluate/readJson';
import type { ObjectRule, RuleFinding } from '../types';
import { listPolicies, type Part, type Policy } from './read/policies';

/**
 * A host is compared as the client sends it, and clients add the port when
 * it is not the usual one.
 */
export const hostPort: ObjectRule = {
  code: 'MW2012',
  severity: 'warning',
  summary: 'Hosts are named with and without a port',
  aliases: ['SEG-HOST-PORT'],
  check: context =>
    listPolicies(context).flatMap(policy =>
      policy.rules.flatMap(({ operations }) =>
        operations.flatMap(part => checkPart(policy, part)),
      ),
    ),
};

function checkPart({ object, action }: Policy, part: Part): RuleFinding[] {
  return ['hosts', 'notHosts'].flatMap(field => {
    const hosts = toTexts(part.fields[field]);
    const withPort = new Set(
      hosts.filter(host => /:(\*|\d+)$/.test(host)).map(withoutPort),
    );
    return hosts
      .filter(
        host =>
          !host.endsWith('*') &&
          !/:\d+$/.test(host) &&
          !withPort.has(host.toLowerCase()),
      )
      .map(host => ({
        object,
        path: `${part.path}/${field}`,
        message: `'${host}' does not match '${host}:8080': a request with a port in its Host header ${
          (field === 'hosts') === (action === 'ALLOW')
            ? 'is not let in'
            : 'slips by'
        }. List '${host}' and '${host}:*'.`,
      }));
  });
}

function withoutPort(host: string): string {
  return host.replace(/:(\*|\d+)$/, '').toLowerCase();
}
