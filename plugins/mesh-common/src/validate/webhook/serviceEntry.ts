import type { Json } from '../schema/node';
import { findPortProblem, findSubnetProblem } from '../text/address';
import { findWildcardProblem } from '../text/names';
import { checkExportTo } from './exportTo';
import type { Findings } from './Findings';
import { findPartialWildcard } from './hosts';
import { findProtocolProblem, isHttp, isTls } from './protocols';
import { isSet, toItems, toMessages, toName, toNumber, toString } from './read';
import { checkWorkloadSelector } from './selectors';
import { checkResolution } from './serviceResolution';
import type { Check, Subject } from './types';
import { findPortNameProblem } from './workload';

const resolutions = ['NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'];

/** What the control plane's webhook says to a ServiceEntry. */
export const checkServiceEntry: Check = (subject, out) => {
  const { spec, namespace } = subject;
  if (!checkWorkloadSelector(spec.workloadSelector, 'service entry', out)) {
    return;
  }
  const endpoints = toMessages(spec.endpoints);
  if (isSet(spec.workloadSelector) && endpoints.length > 0) {
    out.error(
      'only one of WorkloadSelector or Endpoints is allowed in Service Entry',
    );
  }
  const resolution = toName(spec.resolution, resolutions);
  checkHosts(toItems(spec.hosts), resolution, out);
  checkAddresses(toItems(spec.addresses), resolution, out);
  checkPorts(subject, resolution, out);
  checkResolution(subject, resolution, out);
  checkSeveralHosts(spec, resolution, out);
  checkExportTo(spec.exportTo, { namespace, toNobody: true }, out);
};

function checkHosts(
  hosts: readonly string[],
  resolution: string,
  out: Findings,
): void {
  if (hosts.length === 0) {
    out.error('service entry must have at least one host');
  }
  for (const host of hosts) {
    if (host === '*') {
      out.error(`invalid host ${host}`);
      continue;
    }
    out.error(findWildcardProblem(host));
    if (resolution !== 'DYNAMIC_DNS') out.warn(findPartialWildcard(host));
  }
}

function checkAddresses(
  addresses: readonly string[],
  resolution: string,
  out: Findings,
): void {
  out.error(...addresses.map(findSubnetProblem));
  const blocks = addresses.some(address => address.includes('/'));
  if (blocks && resolution !== 'NONE' && resolution !== 'STATIC') {
    out.error(
      'CIDR addresses are allowed only for NONE/STATIC resolution types',
    );
  }
}

const OPT_OUT = 'networking.istio.io/enable-autoallocate-ip';

function checkPorts(
  { labels, spec }: Subject,
  resolution: string,
  out: Findings,
): void {
  const given = toItems(spec.addresses).length > 0;
  const optOut = labels[OPT_OUT]?.toLowerCase() === 'false';
  const needsAddress = !given && (resolution === 'NONE' || optOut);
  const names = new Set<string>();
  const numbers = new Set<number>();
  for (const port of toMessages(spec.ports)) {
    if (!port) {
      out.error('service entry port may not be null');
      continue;
    }
    const name = toString(port.name);
    const number = toNumber(port.number);
    const protocol = toString(port.protocol);
    if (names.has(name)) {
      out.error(`service entry port name "${name}" already defined`);
    }
    if (numbers.has(number)) {
      out.error(`service entry port ${number} already defined`);
    }
    names.add(name);
    numbers.add(number);
    const target = toNumber(port.targetPort);
    if (target !== 0) out.error(findPortProblem(target));
    if (needsAddress && (protocol === '' || protocol === 'TCP')) {
      out.warn(
        'addresses are required for ports serving TCP (or unset) protocol when IP Autoallocation is not enabled',
      );
    }
    out.error(
      findPortNameProblem(name),
      findProtocolProblem(protocol),
      findPortProblem(number),
    );
  }
}

/** Calls of plain TCP do not tell the host that they are for. */
function checkSeveralHosts(
  spec: Json,
  resolution: string,
  out: Findings,
): void {
  if (resolution === 'NONE' || toItems(spec.hosts).length < 2) return;
  for (const port of toMessages(spec.ports)) {
    if (!port) {
      out.error('ports cannot be nil');
      continue;
    }
    const protocol = toString(port.protocol);
    if (!isHttp(protocol) && !isTls(protocol)) {
      out.error('multiple hosts provided with non-HTTP, non-TLS ports');
      return;
    }
  }
}
