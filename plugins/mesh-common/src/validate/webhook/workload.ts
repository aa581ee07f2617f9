import type { Json } from '../schema/node';
import { findPortProblem, isAddress } from '../text/address';
import { findNameProblem, isDnsLabel, listLabelProblems } from '../text/names';
import type { Findings } from './Findings';
import { findUnixProblem, isUnixAddress } from './hosts';
import {
  isSet,
  toItems,
  toMessage,
  toMessages,
  toNumber,
  toString,
  toTextEntries,
} from './read';
import type { Check } from './types';

/** What is wrong with the name of a port. */
export function findPortNameProblem(name: string): string | undefined {
  return isDnsLabel(name) ? undefined : `invalid port name: ${name}`;
}

/** Checks ports of an endpoint; of a service, when its ports are known. */
export function checkEndpointPorts(
  given: unknown,
  servicePorts: ReadonlySet<string> | undefined,
  out: Findings,
): void {
  for (const [name, value] of Object.entries(toMessage(given) ?? {})) {
    const port = toNumber(value);
    if (servicePorts && !servicePorts.has(name)) {
      out.error(`endpoint port ${port} is not defined by the service entry`);
    }
    out.error(findPortNameProblem(name), findPortProblem(port));
  }
}

type Options = {
  /** Names of the ports of the service that the endpoint is for. */
  servicePorts?: ReadonlySet<string>;
  /** Whether names may stand for addresses. */
  allowNames: boolean;
};

/** Checks where a workload is. */
export function checkEndpoint(
  entry: Json,
  { servicePorts, allowNames }: Options,
  out: Findings,
): void {
  const address = toString(entry.address);
  const network = toString(entry.network);
  const ports = toMessage(entry.ports) ?? {};
  if (address === '') {
    if (network === '') {
      out.error('address is required');
      return;
    }
    out.warn(`address is unset with network "${network}"`);
  }
  const unix = isUnixAddress(address);
  if (unix) {
    out.error(findUnixProblem(address));
    if (Object.keys(ports).length > 0) {
      out.error(`unix endpoint ${address} must not include ports`);
    }
  } else if (address !== '' && !isAddress(address)) {
    if (!allowNames) {
      out.error(`endpoint address "${address}" is not a valid IP address`);
    } else if (findNameProblem(address)) {
      out.error(
        `endpoint address "${address}" is not a valid FQDN or an IP address`,
      );
    }
  }
  checkEndpointPorts(ports, servicePorts, out);
  out.error(...listLabelProblems(toTextEntries(entry.labels)));
  if (unix && servicePorts && servicePorts.size !== 1) {
    out.error('exactly 1 service port required for unix endpoints');
  }
}

/** What the control plane's webhook says to a WorkloadEntry. */
export const checkWorkloadEntry: Check = ({ spec }, out) => {
  checkEndpoint(spec, { allowNames: true }, out);
};

/** What the control plane's webhook says to a WorkloadGroup. */
export const checkWorkloadGroup: Check = ({ spec }, out) => {
  if (!isSet(spec.template)) {
    out.error('template is required');
    return;
  }
  const labels = toTextEntries(toMessage(spec.metadata)?.labels);
  const wrong = listLabelProblems(labels);
  if (wrong.length > 0) out.error(`invalid labels: ${wrong.join('; ')}`);
  else checkProbe(toMessage(spec.probe), out);
};

const counts = [
  'periodSeconds',
  'initialDelaySeconds',
  'timeoutSeconds',
  'successThreshold',
  'failureThreshold',
];

function checkProbe(probe: Json | undefined, out: Findings): void {
  if (!probe) return;
  for (const field of counts) {
    if (toNumber(probe[field]) < 0) out.error(`${field} must be non-negative`);
  }
  const { httpGet, tcpSocket, exec } = probe;
  if (isSet(httpGet)) checkHttpProbe(toMessage(httpGet) ?? {}, out);
  else if (isSet(tcpSocket)) {
    out.error(findPortProblem(toNumber(toMessage(tcpSocket)?.port)));
  } else if (!isSet(exec)) out.error('unknown health check method');
  else if (toItems(toMessage(exec)?.command).length === 0) {
    out.error('exec.command is required');
  }
}

function checkHttpProbe(probe: Json, out: Findings): void {
  out.error(findPortProblem(toNumber(probe.port)));
  if (!['', 'HTTP', 'HTTPS'].includes(toString(probe.scheme))) {
    out.error('httpGet.scheme must be one of "HTTPS", "HTTP"');
  }
  for (const header of toMessages(probe.httpHeaders)) {
    const name = toString(header?.name);
    if (!header) out.error('invalid nil header');
    else if (name === '') out.error('header name cannot be empty');
    else if (!/^[-A-Za-z0-9]+$/.test(name)) {
      out.error(`header name ${name} is not a valid header name`);
    }
  }
}
