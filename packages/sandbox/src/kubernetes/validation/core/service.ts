import type { StatusCause } from '../../errors';
import type { Json } from '../../types';
import { notSupported, required } from '../causes';
import { checkLabels } from '../names';
import {
  checkPort,
  checkPortOrName,
  checkProtocol,
  items,
  record,
} from './parts';

export function checkService(spec: Json): StatusCause[] {
  const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
  const ports = items(spec.ports, 'spec.ports');
  const headless = spec.clusterIP === 'None' || spec.type === 'ExternalName';
  return [
    ...(types.includes(String(spec.type))
      ? []
      : [notSupported('spec.type', spec.type, types)]),
    ...(ports.length === 0 && !headless ? [required('spec.ports')] : []),
    ...checkLabels(record(spec.selector), 'spec.selector'),
    ...ports.flatMap(([port, at]) => [
      ...(ports.length > 1 && !port.name ? [required(`${at}.name`)] : []),
      ...checkPort(port.port, `${at}.port`),
      ...(port.targetPort === undefined
        ? []
        : checkPortOrName(port.targetPort, `${at}.targetPort`)),
      ...checkProtocol(port.protocol, `${at}.protocol`),
    ]),
  ];
}
