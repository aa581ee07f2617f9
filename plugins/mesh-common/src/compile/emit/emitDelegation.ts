import type { Workload } from '../../model/types';
import { isHttp } from '../../model/build/RouteTable';
import type { CompiledObject } from '../../objects';
import { judgesCallsTo } from '../judgesCallsTo';
import { listPortExceptions } from '../portExceptions';
import { toPorts } from '../rules/operations';
import { effectAt, type Scope } from '../Scope';
import { nameOf, toObject } from '../toObject';
import { policyKind } from './policyKind';

/** Asks the external authorizer about every call, on ports that it can judge. */
export function emitDelegation(
  scope: Scope,
  workload: Workload,
): CompiledObject[] {
  const { externalAuthorizer } = scope.cluster;
  if (
    !externalAuthorizer ||
    effectAt(scope, workload).authorization !== 'enforced' ||
    !judgesCallsTo(scope.cluster, workload)
  ) {
    return [];
  }
  const { provider, protocol } = externalAuthorizer;
  const exceptions = listPortExceptions(scope, workload);
  const ports = workload.ports
    .filter(port => protocol === 'grpc' || isHttp(port))
    .map(port => port.targetPort)
    // Who has no identity has nothing to show to an authorizer either.
    .filter(
      port =>
        !exceptions.some(
          ({ targetPort, scraper, apiServer }) =>
            targetPort === port && (scraper || apiServer),
        ),
    );
  return ports.length > 0
    ? [
        toObject(scope, {
          ...policyKind,
          name: nameOf({ prefix: 'ask-about-', workload }),
          namespace: workload.namespace,
          spec: {
            selector: { matchLabels: workload.selector },
            action: 'CUSTOM',
            provider: { name: provider },
            rules: [{ to: [{ operation: { ports: toPorts(ports) } }] }],
          },
          workloads: [workload],
        }),
      ]
    : [];
}
