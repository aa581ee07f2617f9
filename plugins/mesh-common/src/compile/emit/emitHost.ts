import type { JsonObject } from '@backstage/types';
import type { CompiledObject } from '../../objects';
import type { GatewayHost, Route } from '../gateways';
import { serviceHost } from '../meshHosts';
import type { Scope } from '../Scope';
import { nameFor, toObject } from '../toObject';
import { timesOf } from './traffic';

const API_VERSION = 'networking.istio.io/v1';

/**
 * One Gateway and one VirtualService per gateway and host, with the routes of
 * all workloads: merging several at a gateway is undefined.
 *
 * @remarks
 *
 * The namespace of the gateway pods is the platform's, so both objects live
 * with the first workload, in the order of keys, that the host leads to.
 */
export function emitHost(scope: Scope, found: GatewayHost): CompiledObject[] {
  const { gateway, host, config, routes, mesh, namespace } = found;
  const workloads = routes
    .map(route => route.workload)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const name = nameFor(`${gateway}-`, host, `${gateway} ${host}`);
  const common = { apiVersion: API_VERSION, name, namespace, workloads };
  return [
    toObject(scope, {
      ...common,
      kind: 'Gateway',
      spec: {
        selector: config.selector,
        servers: listServers(host, config.tlsCredential),
      },
    }),
    toObject(scope, {
      ...common,
      kind: 'VirtualService',
      spec: {
        gateways: [`${namespace}/${name}`, ...(mesh ? ['mesh'] : [])],
        hosts: [host],
        http: routes.map(toHttpRoute),
      },
    }),
  ];
}

function listServers(host: string, credential?: string): JsonObject[] {
  const http = {
    hosts: [host],
    port: { name: 'http', number: 80, protocol: 'HTTP' },
  };
  return credential
    ? [
        { ...http, tls: { httpsRedirect: true } },
        {
          hosts: [host],
          port: { name: 'https', number: 443, protocol: 'HTTPS' },
          tls: { mode: 'SIMPLE', credentialName: credential },
        },
      ]
    : [http];
}

function toHttpRoute({ workload, path, port }: Route): JsonObject {
  const host = serviceHost(workload) ?? '';
  return {
    // A bare prefix would also match `/checkout-old`.
    match:
      path === '/'
        ? [{ uri: { prefix: '/' } }]
        : [{ uri: { exact: path } }, { uri: { prefix: `${path}/` } }],
    route: [{ destination: { host, port: { number: port } } }],
    ...timesOf(workload.traffic),
  };
}
