import type { ExternalClaim } from '../types';
import { unique } from './conditions';
import type { Field } from './Field';
import { isDnsName } from './names';
import { readPorts } from './readPorts';

const MAX_HOSTS = 100;
/** Names that only mean something inside a cluster or a machine. */
const INSIDE = [
  'svc',
  'cluster.local',
  'local',
  'localhost',
  'metadata.google.internal',
  'metadata.azure.internal',
  'instance-data.ec2.internal',
];

/** Hosts outside the cluster; those that cannot be read are left out. */
export function readExternal(mesh: Field): {
  external?: ExternalClaim;
  complete: boolean;
} {
  const hosts = mesh.at('hosts');
  const ports = mesh.at('ports');
  for (const field of [hosts, ports]) {
    if (!field.present) {
      field.problem('MW1009', '; an external service needs hosts and ports');
    }
  }
  const items = hosts.present ? hosts.list(MAX_HOSTS) : undefined;
  const read = items?.map(readExternalHost) ?? [];
  const names = read.flatMap(name => name ?? []);
  const { ports: readable, complete } = readPorts(ports);
  return {
    ...(names.length > 0 &&
      readable.length > 0 && {
        external: {
          hosts: unique(names),
          ports: readable,
          pointer: mesh.pointer,
        },
      }),
    complete: items !== undefined && names.length === items.length && complete,
  };
}

function readExternalHost(field: Field): string | undefined {
  const text = field.string();
  if (text === undefined) {
    return undefined;
  }
  const domain = text.replace(/^\*\./, '');
  if (!isDnsName(domain) || !domain.includes('.') || isAddress(domain)) {
    return field.problem(
      'MW1016',
      "; write a full host name in lower case, or '*.' and a domain of at least two parts, without scheme or port; addresses are not hosts",
    );
  }
  return isInside(domain)
    ? field.problem(
        'MW1030',
        ', which is a name inside the cluster or the machine; depend on the component that runs there',
      )
    : text;
}

function isAddress(domain: string): boolean {
  return /(^|\.)(\d+|0x[0-9a-f]*)$/.test(domain);
}

function isInside(domain: string): boolean {
  return INSIDE.some(
    suffix => domain === suffix || domain.endsWith(`.${suffix}`),
  );
}
