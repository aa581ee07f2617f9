import type { ObjectRule } from '../types';
import { listServicedDeployments } from './context/deploymentServices';
import { groupBy } from './context/groupBy';
import { listNames } from './context/listNames';
import { fullName } from './context/objects';

/** The proxy of the pod cannot tell which of the ports was called. */
export const conflictingTargetPorts: ObjectRule = {
  code: 'MW2137',
  severity: 'warning',
  summary: 'One port leads to a port of a Deployment',
  aliases: ['IST0137'],
  check: context =>
    context.derive(listServicedDeployments).flatMap(({ object, ports }) =>
      [...groupBy(ports, ({ targetPort }) => targetPort)]
        .map(([target, same]) => ({
          target,
          services: same.map(({ service }) => fullName(service)),
          numbers: [...new Set(same.map(({ port }) => port))],
        }))
        .filter(({ numbers }) => numbers.length > 1)
        .map(({ target, services, numbers }) => ({
          object,
          path: 'metadata/name',
          message: `Port ${target} of Deployment ${fullName(
            object,
          )} is reached by several ports (${numbers.join(', ')}) of ${listNames(
            services,
          )}. Use the same port in all of them.`,
        })),
    ),
};
