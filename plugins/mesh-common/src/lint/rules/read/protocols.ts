import { toRecords } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { servicesOfTarget, targetNumbers, type PortProtocol } from './services';
import { listContainers, workloadsOfTarget } from './workloads';
import { toNumber } from './plain';

/** By number of the workload's port. */
export type ProtocolsOfPorts = ReadonlyMap<
  number,
  { protocol: PortProtocol; name: string }
>;

/** What Services say about the ports of the workloads of a policy. */
export function protocolsOfPorts(
  context: LintContext,
  target: { namespace: string; matchLabels?: Record<string, string> },
): ProtocolsOfPorts {
  const found = new Map<number, { protocol: PortProtocol; name: string }>();
  for (const service of servicesOfTarget(context, target)) {
    for (const port of service.ports) {
      for (const number of targetNumbers(context, service, port)) {
        if (port.protocol !== 'udp' && found.get(number)?.protocol !== 'http') {
          const name = `port ${port.name || port.number} of Service ${
            service.name
          }`;
          found.set(number, { protocol: port.protocol, name });
        }
      }
    }
  }
  return found;
}

/** Ports of the workloads of a policy, and of the Services before them. */
export function portsOfTarget(
  context: LintContext,
  target: { namespace: string; matchLabels?: Record<string, string> },
): { workload: ReadonlySet<number>; service: ReadonlyMap<number, number> } {
  const workload = new Set<number>();
  const service = new Map<number, number>();
  for (const found of servicesOfTarget(context, target)) {
    for (const port of found.ports) {
      for (const number of targetNumbers(context, found, port)) {
        workload.add(number);
        service.set(port.number, number);
      }
    }
  }
  for (const container of workloadsOfTarget(context, target).flatMap(
    listContainers,
  )) {
    for (const { containerPort } of toRecords(container.ports)) {
      workload.add(toNumber(containerPort));
    }
  }
  return { workload, service };
}
