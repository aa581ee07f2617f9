import type { MeshObject } from '../../../objects';
import type { LintContext, RuleFinding } from '../../types';
import { listDestinations, type Destination } from '../context/destinations';
import {
  findMeshHost,
  indexMeshHosts,
  type MeshHosts,
} from '../context/meshHosts';
import { fullName, groups, namespaceOf, specOf } from '../context/objects';

/** Hosts and ports that VirtualServices send calls to and nobody serves. */
export function missingDestinationHosts(context: LintContext): RuleFinding[] {
  const hosts = context.derive(indexMeshHosts);
  return context
    .ofKind('VirtualService', groups.networking)
    .flatMap(object =>
      listDestinations(object).flatMap(destination =>
        check(object, destination, hosts),
      ),
    );
}

function check(
  object: MeshObject,
  { path, host, port }: Destination,
  hosts: MeshHosts,
): RuleFinding[] {
  const { exportTo } = specOf(object);
  const found = findMeshHost(hosts, host, {
    namespace: namespaceOf(object),
    exportTo,
  });
  const what = `${path} of VirtualService ${fullName(object)} sends calls to`;
  if (!found) {
    return [
      {
        object,
        path,
        message: `${what} '${host}', which no Service and no ServiceEntry serves. Correct the host, or add a ServiceEntry for it.`,
      },
    ];
  }
  if (port === undefined || found.ports.includes(port)) return [];
  return [
    {
      object,
      path,
      message: `${what} port ${port} of '${host}', which has no such port. Use one of its ports.`,
    },
  ];
}
