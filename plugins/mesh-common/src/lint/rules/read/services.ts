import {
  toLabels,
  toRecord,
  toRecords,
  toText,
} from '../../../evaluate/readJson';
import { SelectorIndex } from '../../../evaluate/selectorIndex';
import type { MeshObject } from '../../../objects';
import type { LintContext } from '../../types';
import { LabelIndex } from './LabelIndex';
import { findWorkloads, listContainers } from './workloads';
import { toNumber } from './plain';

export type PortProtocol = 'http' | 'tcp' | 'tls' | 'udp' | 'unknown';

export type ServicePort = {
  path: string;
  name: string;
  number: number;
  /** Number of the workload's port, or its name. */
  target: number | string;
  protocol: PortProtocol;
};

/** A Service that selects pods. */
export type Service = {
  object: MeshObject;
  namespace: string;
  name: string;
  /** Labels that it selects. */
  labels: Record<string, string>;
  ports: readonly ServicePort[];
};

const protocols: Readonly<Record<string, PortProtocol>> = {
  http: 'http',
  http2: 'http',
  grpc: 'http',
  'grpc-web': 'http',
  'kubernetes.io/h2c': 'http',
  'kubernetes.io/ws': 'http',
  tcp: 'tcp',
  mongo: 'tcp',
  mysql: 'tcp',
  redis: 'tcp',
  hbone: 'tcp',
  tls: 'tls',
  https: 'tls',
  'kubernetes.io/wss': 'tls',
};

/** What the control plane makes of a port of a Service. */
export function readProtocol(port: Record<string, unknown>): PortProtocol {
  if (toText(port.protocol) === 'UDP') return 'udp';
  const app = toText(port.appProtocol)?.toLowerCase();
  if (app !== undefined) {
    return Object.hasOwn(protocols, app)
      ? protocols[app] ?? 'unknown'
      : 'unknown';
  }
  const name = toText(port.name)?.toLowerCase() ?? '';
  if (/^grpc-web(-|$)/.test(name)) return 'http';
  const prefix = name.split('-')[0] ?? '';
  return Object.hasOwn(protocols, prefix)
    ? protocols[prefix] ?? 'unknown'
    : 'unknown';
}

/** Every Service with a selector. */
export function listServices(context: LintContext): readonly Service[] {
  return context.derive(readServices);
}

/** Services whose selector is met by the labels of a pod. */
export function servicesOf(
  context: LintContext,
  namespace: string,
  labels: Record<string, string>,
): readonly Service[] {
  return context.derive(indexServices).find(namespace, labels);
}

/**
 * Services for pods that have some labels: by the workloads that are known,
 * and by what the selectors themselves say.
 */
export function servicesOfTarget(
  context: LintContext,
  target: { namespace: string; matchLabels?: Record<string, string> },
): readonly Service[] {
  const { namespace, matchLabels } = target;
  if (!matchLabels) {
    return namespace === context.options.rootNamespace
      ? listServices(context)
      : context.derive(indexServiceLabels).find(namespace, undefined);
  }
  return [
    ...new Set([
      ...servicesOf(context, namespace, matchLabels),
      ...context.derive(indexServiceLabels).find(namespace, matchLabels),
      ...findWorkloads(context, namespace, matchLabels).flatMap(({ labels }) =>
        servicesOf(context, namespace, labels),
      ),
    ]),
  ];
}

/** Numbers of the workload ports behind a port of a Service. */
export function targetNumbers(
  context: LintContext,
  service: Service,
  { target }: ServicePort,
): number[] {
  if (typeof target === 'number') return [target];
  return findWorkloads(context, service.namespace, service.labels)
    .flatMap(listContainers)
    .flatMap(({ ports }) => toRecords(ports))
    .filter(({ name }) => name === target)
    .map(({ containerPort }) => toNumber(containerPort));
}

function readServices(context: LintContext): readonly Service[] {
  return context.ofKind('Service').flatMap(object => {
    if (object.apiVersion.includes('/')) return [];
    const spec = toRecord(object.spec);
    const labels = toLabels(spec.selector);
    if (Object.keys(labels).length === 0) return [];
    const { namespace = '', name } = object.metadata;
    const ports = toRecords(spec.ports).map(readPort);
    return [{ object, namespace, name, labels, ports }];
  });
}

function readPort(port: Record<string, unknown>, index: number): ServicePort {
  const number = toNumber(port.port);
  const { targetPort } = port;
  return {
    path: `spec/ports[${index}]`,
    name: toText(port.name) ?? '',
    number,
    target:
      typeof targetPort === 'number' || typeof targetPort === 'string'
        ? targetPort
        : number,
    protocol: readProtocol(port),
  };
}

function indexServices(context: LintContext): SelectorIndex<Service> {
  const index = new SelectorIndex<Service>();
  for (const service of listServices(context)) {
    index.add(service.namespace, service.labels, service);
  }
  return index;
}

function indexServiceLabels(context: LintContext): LabelIndex<Service> {
  return new LabelIndex(listServices(context));
}
