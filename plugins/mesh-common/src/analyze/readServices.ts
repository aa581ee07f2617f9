import { toLabels, toRecord, toRecords } from '../evaluate/readJson';
import { SelectorIndex } from '../evaluate/selectorIndex';
import type { MeshObject } from '../objects/types';
import type { PodForm } from './readPods';
import { readPortProtocol } from './readPortProtocol';
import type { ViewPort } from './workloadView';

type Service = {
  name: string;
  headless: boolean;
  ports: Record<string, unknown>[];
};

/** Services by the pods that they lead to. */
export type Services = SelectorIndex<Service>;

export function indexServices(objects: readonly MeshObject[]): Services {
  const services = new SelectorIndex<Service>();
  for (const { kind, metadata, spec } of objects) {
    if (kind !== 'Service') continue;
    const { selector, clusterIP, ports } = toRecord(spec);
    const labels = toLabels(selector);
    const { name, namespace = '' } = metadata;
    if (Object.keys(labels).length === 0) continue;
    services.add(namespace, labels, {
      name: `${name}.${namespace}`,
      headless: clusterIP === 'None',
      ports: toRecords(ports),
    });
  }
  return services;
}

/** Ports that Services lead to, and what else the containers declare. */
export function listPorts(services: Services, pod: PodForm): ViewPort[] {
  const ports = new Map<number, ViewPort>();
  for (const service of services.find(pod.namespace, pod.labels)) {
    for (const item of service.ports) {
      const port = targetOf(item, pod);
      if (port === undefined || ports.has(port)) continue;
      ports.set(port, {
        port,
        protocol: readPortProtocol(item),
        servicePort: Number(item.port),
        service: service.name,
        ...(service.headless && { headless: true }),
      });
    }
  }
  for (const port of pod.ports) {
    if (!ports.has(port)) ports.set(port, { port, protocol: 'unknown' });
  }
  return [...ports.values()].sort((a, b) => a.port - b.port);
}

function targetOf(
  { port, targetPort = port, protocol = 'TCP' }: Record<string, unknown>,
  { namedPorts }: PodForm,
): number | undefined {
  if (protocol !== 'TCP') return undefined;
  return typeof targetPort === 'string'
    ? namedPorts.find(({ name }) => name === targetPort)?.port
    : Number(targetPort);
}
