import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '../../objects';
import { evaluate } from '../evaluate';
import { indexWorld } from '../indexWorld';
import type { CallParty, CallRequest, Verdict, WorldOptions } from '../types';

const groups: Record<string, string> = {
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Namespace: 'v1',
};

/** An object from `Kind namespace/name` and its spec. */
export function object(id: string, spec: JsonObject): MeshObject {
  const [kind = '', path = ''] = id.split(' ');
  const [namespace, name = ''] = path.split('/');
  return {
    apiVersion: groups[kind] ?? '',
    kind,
    metadata: { namespace, name },
    spec,
  };
}

export function party(
  namespace: string,
  name: string,
  extra: Partial<CallParty> = {},
): CallParty {
  return {
    namespace,
    labels: { app: name },
    serviceAccount: name,
    inMesh: true,
    ...extra,
  };
}

export const options: WorldOptions = {
  rootNamespace: 'istio-system',
  trustDomain: 'cluster.local',
};

/** web in shop calls `GET /items` of api in shop on port 8080. */
export function call(
  extra: {
    source?: Partial<CallParty>;
    destination?: Partial<CallRequest['destination']>;
    http?: CallRequest['http'];
  } = {},
): CallRequest {
  return {
    source: { ...party('shop', 'web'), ...extra.source },
    destination: {
      ...party('shop', 'api'),
      port: 8080,
      servicePort: 80,
      protocol: 'http',
      service: 'api.shop',
      ...extra.destination,
    },
    http: 'http' in extra ? extra.http : { method: 'GET', path: '/items' },
  };
}

export function ask(
  objects: MeshObject[],
  request: CallRequest,
  extra: Partial<WorldOptions> = {},
): Verdict {
  return evaluate(indexWorld(objects, { ...options, ...extra }), request, {
    explain: true,
  });
}
