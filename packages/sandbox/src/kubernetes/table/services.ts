import type { Json, KubeObject } from '../types';
import {
  AGE,
  NAME,
  describeLabels,
  describeSelector,
  orNone,
  read,
  records,
  text,
  wide,
} from './Column';
import type { Column } from './Column';

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : [];

function externalOf(service: KubeObject): string {
  const external = texts(read(service, 'spec.externalIPs'));
  switch (read(service, 'spec.type')) {
    case 'ExternalName':
      return String(read(service, 'spec.externalName') ?? '');
    case 'LoadBalancer': {
      const given = records(read(service, 'status.loadBalancer.ingress')).map(
        one => String(one.ip ?? one.hostname ?? ''),
      );
      return [...given, ...external].join(',') || '<pending>';
    }
    default:
      return external.join(',') || '<none>';
  }
}

function portOf({ port, nodePort, protocol }: Json): string {
  return nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`;
}

const MOST = 3;

/** The first few, and how many more there are. */
function few(all: string[]): string {
  const more = all.length - MOST;
  const shown = all.slice(0, MOST).join(',');
  return more > 0 ? `${shown} + ${more} more...` : shown || '<none>';
}

function endpointsOf(object: KubeObject): string {
  return few(
    records(object.subsets).flatMap(({ addresses, ports }) =>
      records(addresses).flatMap(({ ip }) =>
        records(ports).length > 0
          ? records(ports).map(({ port }) => `${ip}:${port}`)
          : [String(ip)],
      ),
    ),
  );
}

export const serviceColumns: Record<string, Column[]> = {
  Service: [
    NAME,
    text('Type', object => read(object, 'spec.type')),
    text('Cluster-IP', object => orNone(read(object, 'spec.clusterIP'))),
    text('External-IP', externalOf),
    text(
      'Port(s)',
      object =>
        records(read(object, 'spec.ports')).map(portOf).join(',') || '<none>',
    ),
    AGE,
    wide('Selector', object => describeLabels(read(object, 'spec.selector'))),
  ],
  Endpoints: [NAME, text('Endpoints', endpointsOf), AGE],
  EndpointSlice: [
    NAME,
    text('AddressType', object => object.addressType),
    text('Ports', object =>
      few(records(object.ports).map(({ port }) => String(port ?? '*'))).replace(
        '<none>',
        '<unset>',
      ),
    ),
    text('Endpoints', object => {
      const all = records(object.endpoints).flatMap(one =>
        texts(one.addresses),
      );
      return few(all).replace('<none>', '<unset>');
    }),
    AGE,
  ],
  NetworkPolicy: [
    NAME,
    text('Pod-Selector', object =>
      describeSelector(read(object, 'spec.podSelector')),
    ),
    AGE,
  ],
};
