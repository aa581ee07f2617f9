import { isAddress } from '../text/address';
import { findWildcardProblem, isDnsLabel } from '../text/names';
import type { Findings } from './Findings';

/** What is wrong with a host whose star is not a whole label. */
export function findPartialWildcard(host: string): string | undefined {
  return host.includes('*') && host.length !== 1 && !host.startsWith('*.')
    ? `partial wildcard "${host}" not allowed`
    : undefined;
}

/**
 * Checks a host of a Gateway or a Sidecar, `namespace/name`; a Gateway may
 * leave the namespace out. `fromApi` is for Gateways that stand for one of
 * the Gateway API.
 */
export function checkNamespacedHost(
  host: string,
  { ofGateway, fromApi = false }: { ofGateway: boolean; fromApi?: boolean },
  out: Findings,
): void {
  const slash = host.indexOf('/');
  if (slash < 0) {
    if (ofGateway) checkName(host, ofGateway, out);
    else out.error('host must be of form namespace/dnsName');
    return;
  }
  const given = host.slice(0, slash);
  const name = host.slice(slash + 1);
  if (given === '' || name === '') {
    out.error('config namespace and dnsName in host entry cannot be empty');
  }
  if (ofGateway) {
    const special =
      given === '*' || given === '.' || (given === '~' && fromApi);
    if (!special && !isDnsLabel(given)) {
      out.error(`invalid namespace value "${given}" in gateway`);
    }
  } else {
    const namespace = given.replace(/^~/, '');
    if (!['', '*', '.'].includes(namespace) && !isDnsLabel(namespace)) {
      out.error(`invalid namespace value "${given}" in sidecar`);
    }
  }
  checkName(name, ofGateway, out);
}

function checkName(name: string, ofGateway: boolean, out: Findings): void {
  if (name !== '*' && !name.includes('.')) {
    out.error('short names (non FQDN) are not allowed');
  }
  const problem = findWildcardProblem(name);
  if (problem && !(ofGateway && isAddress(name))) out.error(problem);
  out.error(findPartialWildcard(name));
}

const UDS = 'unix://';

/** Whether an address is one of a Unix domain socket. */
export function isUnixAddress(address: string): boolean {
  return address.startsWith(UDS);
}

/** What is wrong with the path of a Unix domain socket. */
export function findUnixProblem(address: string): string | undefined {
  const path = address.slice(UDS.length);
  if (path === '') return 'unix address must not be empty';
  if (path.startsWith('@')) return undefined;
  return path.startsWith('/') && !path.endsWith('/')
    ? undefined
    : `${path} is not an absolute path to a file`;
}
