import { isHttp } from '../../model/build/RouteTable';
import type { Workload } from '../../model/types';
import type { CompiledObject } from '../../objects';
import { serviceHost } from '../meshHosts';
import { effectAt, type Scope } from '../Scope';
import { type Draft, nameOf, toObject } from '../toObject';
import { breakerOf, timesOf } from './traffic';

const API_VERSION = 'networking.istio.io/v1';

/**
 * How calls to a Service are made inside the mesh. Mutual TLS is left to what
 * the mesh finds out by itself: it knows the mode of every server and port.
 */
export function emitTraffic(
  scope: Scope,
  workload: Workload,
): CompiledObject[] {
  const host = serviceHost(workload);
  const { authorization } = effectAt(scope, workload);
  if (!host || !workload.inMesh || authorization !== 'enforced') {
    return [];
  }
  const times = timesOf(workload.traffic);
  const trafficPolicy = breakerOf(workload.traffic);
  const ports = workload.ports.filter(isHttp).sort((a, b) => a.port - b.port);
  const hasTimes = Object.keys(times).length > 0 && ports.length > 0;
  const drafts: Array<Pick<Draft, 'kind' | 'spec'>> = [
    ...(hasTimes
      ? [
          {
            kind: 'VirtualService',
            spec: {
              gateways: ['mesh'],
              hosts: [host],
              http: ports.map(({ port }) => ({
                match: [{ port }],
                route: [{ destination: { host, port: { number: port } } }],
                ...timesOf(workload.traffic),
              })),
            },
          },
        ]
      : []),
    ...(Object.keys(trafficPolicy).length > 0
      ? [{ kind: 'DestinationRule', spec: { host, trafficPolicy } }]
      : []),
  ];
  return drafts.map(draft =>
    toObject(scope, {
      ...draft,
      apiVersion: API_VERSION,
      name: nameOf({ prefix: 'calls-to-', workload }),
      namespace: workload.namespace,
      workloads: [workload],
    }),
  );
}
