import type { PortProtocol, WorkloadPort } from '../types';
import { readAll, unique } from './conditions';
import { type Field, isObject } from './Field';
import { isDnsLabel } from './names';

const PROTOCOLS: PortProtocol[] = ['http', 'http2', 'grpc', 'tcp', 'tls'];
type Caller = NonNullable<WorkloadPort['callers']>[number];

const KEYS = ['name', 'port', 'targetPort', 'protocol', 'scrape', 'callers'];
const MAX_PORTS = 64;

/** The readable ports, and whether all of them were. */
export function readPorts(field: Field): {
  ports: WorkloadPort[];
  complete: boolean;
} {
  if (!field.present) {
    return { ports: [], complete: true };
  }
  const items = field.list(MAX_PORTS);
  const ports: WorkloadPort[] = [];
  for (const item of items ?? []) {
    const port = readPort(item);
    if (port && isNew(item, port, ports)) {
      ports.push(port);
    }
  }
  return { ports, complete: items?.length === ports.length };
}

function readPort(field: Field): WorkloadPort | undefined {
  if (field.object(KEYS) === undefined) {
    return undefined;
  }
  const port = readNumber(field.at('port'));
  const target = field.at('targetPort');
  const targetPort = target.present ? readNumber(target) : port;
  const protocol = readProtocol(field);
  const name = field.at('name').present
    ? readName(field.at('name'))
    : protocol && port && `${protocol}-${port}`;
  const flags = readFlags(field);
  return port && targetPort && name && protocol && flags
    ? { name, port, targetPort, protocol, ...flags }
    : undefined;
}

function readFlags(
  field: Field,
): Pick<WorkloadPort, 'scrape' | 'callers'> | undefined {
  const [scrape, callers] = [field.at('scrape'), field.at('callers')];
  if (scrape.present && typeof scrape.value !== 'boolean') {
    return scrape.problem('MW1003', '; write true or false');
  }
  const known = callers.present
    ? readAll(callers, item => item.oneOf<Caller>(['kube-apiserver']))
    : [];
  return (
    known && {
      ...(scrape.value === true && { scrape: true }),
      ...(known.length > 0 && { callers: unique(known) }),
    }
  );
}

/** Without a protocol, the prefix of the name decides, as it does in Istio. */
function readProtocol(field: Field): PortProtocol | undefined {
  const protocol = field.at('protocol');
  if (protocol.present) {
    return protocol.oneOf(PROTOCOLS);
  }
  const prefix = String(field.at('name').value).split('-')[0];
  return PROTOCOLS.find(known => known === prefix) ?? 'tcp';
}

function readNumber(field: Field): number | undefined {
  const { value } = field;
  if (!Number.isInteger(value)) {
    return field.problem('MW1003', '; write a number from 1 to 65535');
  }
  const port = Number(value);
  return port >= 1 && port <= 65535
    ? port
    : field.problem('MW1004', '; write a number from 1 to 65535');
}

function readName(field: Field): string | undefined {
  const name = field.string();
  if (name === undefined) {
    return undefined;
  }
  return name.length <= 15 && isDnsLabel(name) && /[a-z]/.test(name)
    ? name
    : field.problem(
        'MW1006',
        '; name a port with at most 15 lower-case letters, digits and dashes',
      );
}

function isNew(field: Field, port: WorkloadPort, others: WorkloadPort[]) {
  for (const key of ['name', 'port'] as const) {
    const other = others.find(candidate => candidate[key] === port[key]);
    if (other) {
      const written = isObject(field.value) && key in field.value;
      (written ? field.at(key) : field).problem(
        'MW1005',
        `, which port '${other.name}' (${other.port}) already has; ports need different names and numbers`,
      );
      return false;
    }
  }
  return true;
}
