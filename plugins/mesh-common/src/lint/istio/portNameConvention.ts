import type { ObjectRule } from '../types';
import { listUnnamedPorts } from './context/servicePorts';
import { fullName } from './context/objects';

/** The proxy guesses; rules about HTTP may not hold for what it guesses. */
export const portNameConvention: ObjectRule = {
  code: 'MW2118',
  severity: 'info',
  summary: 'Ports of a Service tell their protocol',
  aliases: ['IST0118', 'KIA0601'],
  check: context =>
    context
      .derive(listUnnamedPorts)
      .filter(({ isExternalName }) => !isExternalName)
      .map(({ object, path, name, port }) => ({
        object,
        path,
        message: `Port ${port}${
          name ? ` ('${name}')` : ''
        } of Service ${fullName(
          object,
        )} does not tell its protocol, so proxies guess it from the traffic. Set appProtocol, or a name like 'http' or 'tcp-db'.`,
      })),
};
