import type {
  CallRequest,
  MeshModel,
  MeshObject,
} from '@meshwright/plugin-mesh-common';
import { listNamespaceLabels, listPods } from '../world/pods';
import { listServices } from '../world/services';
import { findDestination } from './findDestination';
import { findSource } from './findSource';
import type { Party } from './parseParty';
import type { Call } from './readCall';

/** Where those are looked for whom a question is about. */
export type Scenery = {
  model: MeshModel;
  cluster: string | undefined;
  pods: ReturnType<typeof listPods>;
  services: ReturnType<typeof listServices>;
  namespaces: ReturnType<typeof listNamespaceLabels>;
  /** Collects what had to be taken for granted. */
  notes: string[];
};

/** The call that a question is about. */
export function buildRequest(options: {
  from: Party;
  to: Party;
  call: Call;
  model: MeshModel;
  objects: readonly MeshObject[];
  cluster: string | undefined;
}): { request: CallRequest; notes: string[] } {
  const { from, to, call, model, objects, cluster } = options;
  const scenery: Scenery = {
    model,
    cluster,
    pods: listPods(objects),
    services: listServices(objects),
    namespaces: listNamespaceLabels(objects),
    notes: [],
  };
  const source = findSource(from, scenery);
  const destination = findDestination(to, scenery);
  const isHttp = ['http', 'http2', 'grpc', 'unknown'].includes(
    destination.protocol,
  );
  const request: CallRequest = {
    source: { ...source, ...(call.plaintext && { opens: 'plaintext' }) },
    destination,
    ...(isHttp && {
      http: {
        method: call.method,
        path: call.path,
        host: call.host ?? destination.service ?? '',
        headers: call.headers,
      },
    }),
  };
  return { request, notes: [...new Set(scenery.notes)] };
}
