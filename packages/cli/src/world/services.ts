import type { CallRequest, MeshObject } from '@meshwright/plugin-mesh-common';
import {
  toLabels,
  toRecord,
  toRecords,
} from '@meshwright/plugin-mesh-common/evaluate';
import { readPortProtocol } from '@meshwright/plugin-mesh-common/analyze';
import type { PodFacts } from './pods';

type Protocol = CallRequest['destination']['protocol'];

export type ServiceFacts = {
  namespace: string;
  name: string;
  selector: Record<string, string>;
  headless: boolean;
  ports: Array<{
    name?: string;
    port: number;
    /** Number, or the name of a port of the containers. */
    target: number | string;
    protocol: Protocol;
  }>;
};

/** The Services among objects. */
export function listServices(objects: Iterable<MeshObject>): ServiceFacts[] {
  return [...objects]
    .filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1')
    .map(object => {
      const spec = toRecord(object.spec);
      return {
        namespace: object.metadata.namespace ?? 'default',
        name: object.metadata.name,
        selector: toLabels(spec.selector),
        headless: spec.clusterIP === 'None',
        ports: toRecords(spec.ports).flatMap(readPort),
      };
    });
}

function readPort(
  port: Record<string, unknown>,
): Array<ServiceFacts['ports'][number]> {
  const { port: number, targetPort, name } = port;
  if (typeof number !== 'number') return [];
  const target =
    typeof targetPort === 'number' || typeof targetPort === 'string'
      ? targetPort
      : number;
  return [
    {
      port: number,
      target,
      protocol: readPortProtocol(port),
      ...(typeof name === 'string' && { name }),
    },
  ];
}

/** True when the Service sends calls to the pods. */
export function selects(
  { namespace, selector }: Pick<ServiceFacts, 'namespace' | 'selector'>,
  pod: PodFacts,
): boolean {
  const wanted = Object.entries(selector);
  return (
    namespace === pod.namespace &&
    wanted.length > 0 &&
    wanted.every(([key, value]) => pod.labels[key] === value)
  );
}
