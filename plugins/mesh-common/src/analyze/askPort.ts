import { evaluate } from '../evaluate/evaluate';
import type { World } from '../evaluate/indexWorld';
import type { CallRequest, Verdict } from '../evaluate/types';
import type { ViewPort, WorkloadView } from './workloadView';

/** The question whether one workload may connect to a port of another. */
export function createRequest(
  from: WorkloadView,
  to: WorkloadView,
  port: ViewPort,
): CallRequest {
  return {
    source: from,
    destination: {
      namespace: to.namespace,
      labels: to.labels,
      serviceAccount: to.serviceAccount,
      inMesh: to.inMesh,
      ambient: to.ambient,
      gateway: to.gateway,
      namedPorts: to.namedPorts,
      port: port.port,
      servicePort: port.servicePort,
      protocol: port.protocol,
      service: port.service,
      headless: port.headless,
    },
  };
}

/**
 * Asks without a method or a path: `unknown` where it depends on them. Where
 * no Service says what the port speaks, both are asked, and the wider answer
 * counts.
 */
export function askPort(
  world: World,
  request: CallRequest,
): { verdict: Verdict; asked: CallRequest } {
  const verdict = evaluate(world, request);
  const isOpen = request.destination.protocol !== 'unknown';
  if (isOpen || verdict.decision === 'allow')
    return { verdict, asked: request };
  const asHttp: CallRequest = {
    ...request,
    destination: { ...request.destination, protocol: 'http' },
  };
  const wider = evaluate(world, asHttp);
  return wider.decision === 'deny'
    ? { verdict, asked: request }
    : { verdict: wider, asked: asHttp };
}
