import type { Json } from '../schema/node';
import { isAddress } from '../text/address';
import { findNameProblem, isWildcard, listLabelProblems } from '../text/names';
import type { Findings } from './Findings';
import { isTcp } from './protocols';
import {
  isSet,
  toItems,
  toMessages,
  toName,
  toString,
  toTextEntries,
} from './read';
import type { Subject } from './types';
import { checkEndpoint, checkEndpointPorts } from './workload';

function portNames(spec: Json): Set<string> {
  return new Set(toMessages(spec.ports).map(port => toString(port?.name)));
}

/** Checks what goes with the way in which addresses are found. */
export function checkResolution(
  subject: Subject,
  resolution: string,
  out: Findings,
): void {
  const { spec } = subject;
  switch (resolution) {
    case 'NONE':
      checkNone(spec, out);
      break;
    case 'STATIC':
      checkStatic(spec, out);
      break;
    case 'DNS':
    case 'DNS_ROUND_ROBIN':
      checkDns(spec, resolution, out);
      break;
    case 'DYNAMIC_DNS':
      checkDynamic(subject, out);
      break;
    default:
      out.error(`unsupported resolution type ${resolution}`);
  }
}

function checkNone(spec: Json, out: Findings): void {
  if (toMessages(spec.endpoints).length > 0) {
    out.error('no endpoints should be provided for resolution type none');
  }
  if (isSet(spec.workloadSelector)) {
    out.warn('workloadSelector should not be set when resolution mode is NONE');
  }
}

function checkStatic(spec: Json, out: Findings): void {
  const servicePorts = portNames(spec);
  for (const endpoint of toMessages(spec.endpoints)) {
    if (endpoint) {
      checkEndpoint(endpoint, { servicePorts, allowNames: false }, out);
    } else {
      out.error('endpoint cannot be nil');
    }
  }
}

function checkDns(spec: Json, resolution: string, out: Findings): void {
  const endpoints = toMessages(spec.endpoints);
  const hosts = toItems(spec.hosts);
  if (endpoints.length === 0) {
    const problem = hosts.map(findNameProblem).find(Boolean);
    if (problem) {
      out.error(
        `hosts must be FQDN or contain only prefix wildcards if no endpoints are provided for resolution mode ${resolution}, ${problem}`,
      );
    }
  }
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) {
    out.error(
      `there must only be 0 or 1 endpoint for resolution mode ${resolution}`,
    );
  }
  const servicePorts = portNames(spec);
  for (const endpoint of endpoints) {
    if (!endpoint) {
      out.error('endpoint cannot be nil');
      continue;
    }
    const address = toString(endpoint.address);
    if (!isAddress(address) && findNameProblem(address)) {
      out.error(
        `endpoint address "${address}" is not a valid FQDN or an IP address`,
      );
    }
    out.error(...listLabelProblems(toTextEntries(endpoint.labels)));
    checkEndpointPorts(endpoint.ports, servicePorts, out);
  }
  const tcp = toMessages(spec.ports).some(
    port => port && isTcp(toString(port.protocol)),
  );
  if (toItems(spec.addresses).length > 0 && hosts.length > 1 && tcp) {
    out.warn(
      'service entry can not have more than one host specified simultaneously with address and tcp port',
    );
  }
}

const proxied = ['http', 'http2', 'grpc', 'tls'];
const WAYPOINT = 'istio.io/use-waypoint';

function checkDynamic({ labels, spec }: Subject, out: Findings): void {
  const type = 'resolution type DYNAMIC_DNS';
  const hosts = toItems(spec.hosts);
  if (hosts.length === 0) {
    out.error(`at least one wildcard host must be provided for ${type}`);
  }
  for (const host of hosts) {
    if (isWildcard(host)) continue;
    out.error('host must be wildcarded for resolution mode DYNAMIC_DNS');
  }
  if (toItems(spec.addresses).length > 0) {
    out.error(
      `addresses cannot be set for ${type}. HTTP route domains will only be generated from the hosts field values`,
    );
  }
  if (toMessages(spec.endpoints).length > 0) {
    out.error(
      `endpoints cannot be set for ${type}. Destination IP address determined from hosts field values`,
    );
  }
  for (const port of toMessages(spec.ports)) {
    if (!port) out.error('port cannot be nil');
    else if (!proxied.includes(toString(port.protocol).toLowerCase())) {
      out.error(
        `only HTTP, TLS, GRPC, and HTTP2 protocols are supported for ${type}`,
      );
    }
  }
  const waypoint = labels[WAYPOINT] ?? '';
  const internal =
    toName(spec.location, ['MESH_EXTERNAL', 'MESH_INTERNAL']) ===
    'MESH_INTERNAL';
  if (internal && waypoint !== '' && waypoint.toLowerCase() !== 'none') {
    out.error(
      `location MESH_INTERNAL with ${type} is not supported when using waypoints`,
    );
  }
}
