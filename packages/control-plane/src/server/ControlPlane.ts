import { join } from 'node:path';
import { createClientCertificate } from './certificates';
import type { Identity } from './certificates';
import { kubeconfigFor } from './kubeconfig';
import { killServer, restartServer } from './crash';
import type { ServerName } from './crash';
import { followAudit, readAudit } from './readAudit';
import type { AuditEvent } from './readAudit';
import { endAll } from './startServers';
import type { Place, Servers } from './startServers';
import { startProxy } from './startProxy';
import type { Intercept, Proxy } from './startProxy';

/** A real Kubernetes API on loopback. */
export type ControlPlane = {
  /** HTTPS; clients need a certificate of `kubeconfigFor`. */
  url: string;
  /** Plain HTTP, where everybody is the administrator. */
  proxyUrl: string;
  /** Of the administrator. */
  kubeconfig: string;
  /** Of a client with another name, who has no rights until a binding. */
  kubeconfigFor(identity: Identity): Promise<string>;
  /** Another proxy, which may answer in the place of the API server. */
  proxy(intercept: Intercept): Promise<Proxy>;
  /** Every request so far, as the API server saw it. */
  readAudit(): AuditEvent[];
  /** Hands out, at each call, what came into the audit log since the last. */
  followAudit(): () => AuditEvent[];
  /** Ends a server without warning; what it stored stays. */
  kill(server: ServerName): Promise<void>;
  /** Starts a killed server again, where it was, and waits for it. */
  restart(server: ServerName): Promise<void>;
  /** Makes the past before now unreadable. */
  compact(): Promise<void>;
  stop(): Promise<void>;
};

/** etcd forgets all but what is there now. */
async function compact(etcd: string): Promise<void> {
  const ask = async (path: string, body: unknown) => {
    const response = await fetch(etcd + path, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(`etcd: ${await response.text()}`);
    }
    return response.json();
  };
  const { header } = await ask('/v3/maintenance/status', {});
  await ask('/v3/kv/compaction', { revision: header.revision, physical: true });
}

/** What tests see of it. */
export function present(place: Place, servers: Servers): ControlPlane {
  const { access, proxy, etcd } = servers;
  return {
    url: access.url,
    proxyUrl: proxy.url,
    kubeconfig: kubeconfigFor(access),
    async kubeconfigFor(identity) {
      const client = await createClientCertificate(place.ca, identity);
      return kubeconfigFor({ ...access, client });
    },
    proxy: intercept => startProxy({ ...access, intercept }),
    readAudit: () => readAudit(join(place.folder, 'audit.log')),
    followAudit: () => followAudit(join(place.folder, 'audit.log')),
    kill: server => killServer(place, server),
    restart: server => restartServer({ place, servers, server }),
    compact: () => compact(etcd),
    async stop() {
      await proxy.stop();
      await endAll(place);
    },
  };
}
