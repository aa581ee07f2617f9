import type { CompiledObject } from '../../objects';
import type { Scope } from '../Scope';
import type { Effect } from '../stages';
import { toObject, unique } from '../toObject';
import { dryRun, policyKind } from './policyKind';

/** Where gateway pods tell load balancers that they are well. */
const STATUS_PORT = '15021';

/**
 * Keeps what comes from an application gateway away from hosts that are not
 * public: it may send any name to the internal gateway.
 *
 * @remarks
 *
 * It names no `ports`, which a gateway pod numbers in its own way: bytes
 * without a host name do not come from there, and are refused on every port.
 */
export function emitGatewayIsolation(scope: Scope): CompiledObject[] {
  const { applicationGateway, gateways } = scope.cluster;
  const authorization = furthest([...scope.effects.values()]);
  if (!applicationGateway || !gateways.internal || authorization === 'none') {
    return [];
  }
  // Also of namespaces that are off: what is public must not stop being so.
  const workloads = [...scope.workloads.values()].filter(({ expose }) =>
    expose.some(({ gateway }) => gateway === 'public'),
  );
  const hosts = unique([
    ...applicationGateway.probeHosts,
    ...workloads.flatMap(({ expose }) =>
      expose
        .filter(({ gateway }) => gateway === 'public')
        .map(({ host }) => host),
    ),
  ]);
  const notHosts = hosts.flatMap(host => [host, `${host}:*`]);
  return [
    toObject(scope, {
      ...policyKind,
      name: 'meshwright-public-hosts-only',
      namespace: gateways.internal.namespace,
      annotations: dryRun(authorization),
      spec: {
        selector: { matchLabels: gateways.internal.selector },
        action: 'DENY',
        rules: [
          {
            from: [{ source: { ipBlocks: [applicationGateway.subnet] } }],
            // Without any such host it is every call.
            ...(notHosts.length > 0 && {
              to: [{ operation: { notHosts, notPorts: [STATUS_PORT] } }],
            }),
          },
        ],
      },
      workloads,
    }),
  ];
}

function furthest(effects: readonly Effect[]): Effect['authorization'] {
  const reached = new Set(effects.map(({ authorization }) => authorization));
  return (
    (['enforced', 'dry-run'] as const).find(item => reached.has(item)) ?? 'none'
  );
}
