import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createAuthority,
  createServerCertificate,
} from '@meshwright/control-plane';
import type { MeshObject } from '@meshwright/plugin-mesh-common';

/** What a webhook says to an object; nothing is a yes. */
export type Verdict = {
  refuse?: string;
  warnings?: string[];
  delayMs?: number;
  /** JSON patch; of a mutating webhook only. */
  patch?: object[];
};

/** A webhook of admission on loopback, which tests tell what to say. */
export async function startWebhook() {
  const authority = await createAuthority();
  const { cert, key } = await createServerCertificate(authority);
  const state = {
    judge: (_object: MeshObject): Verdict | undefined => undefined,
    seen: [] as string[],
  };
  let server: Server | undefined;

  async function listen(port: number): Promise<number> {
    server = createServer({ cert, key }, async (incoming, answer) => {
      const { request } = (await json(incoming)) as {
        request: { uid: string; object: MeshObject };
      };
      const { object } = request;
      state.seen.push(object.metadata.name);
      const { refuse, warnings, delayMs, patch } = state.judge(object) ?? {};
      await sleep(delayMs ?? 0);
      answer.setHeader('content-type', 'application/json');
      answer.end(
        JSON.stringify({
          apiVersion: 'admission.k8s.io/v1',
          kind: 'AdmissionReview',
          response: {
            uid: request.uid,
            allowed: refuse === undefined,
            ...(refuse !== undefined && { status: { message: refuse } }),
            ...(warnings && { warnings }),
            ...(patch &&
              incoming.url?.startsWith('/mutate') && {
                patchType: 'JSONPatch',
                patch: Buffer.from(JSON.stringify(patch)).toString('base64'),
              }),
          },
        }),
      );
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  async function stop(): Promise<void> {
    const closed = server && once(server, 'close');
    server?.close();
    server?.closeAllConnections();
    await closed;
  }

  const port = await listen(0);
  return {
    state,
    /** Where the API server finds it; only `mutate` may patch. */
    clientConfig: (path: 'judge' | 'mutate') => ({
      url: `https://127.0.0.1:${port}/${path}`,
      caBundle: Buffer.from(authority.cert).toString('base64'),
    }),
    stop,
    /** Comes back at the same address. */
    resume: () => listen(port),
  };
}
