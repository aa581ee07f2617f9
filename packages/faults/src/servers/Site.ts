import { Agent } from 'node:https';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ControlPlane,
  startControlPlane,
} from '@meshwright/control-plane';
import { Postgres } from '../backend/Postgres';
import { BackendProcess } from './BackendProcess';
import { type Company, createCompany } from './createCompany';

/** An API server, a PostgreSQL, and at most one backend at a time. */
export class Site {
  readonly services: number;
  readonly server: ControlPlane;
  readonly company: Company;
  readonly #postgres: Postgres;
  readonly #folder: string;
  readonly #kubeconfig: string;
  #backend?: BackendProcess;

  private constructor(options: {
    services: number;
    server: ControlPlane;
    postgres: Postgres;
  }) {
    const { services, server, postgres } = options;
    this.services = services;
    this.server = server;
    this.#postgres = postgres;
    this.#folder = mkdtempSync(join(tmpdir(), 'meshwright-bench-'));
    this.#kubeconfig = join(this.#folder, 'kubeconfig');
    writeFileSync(this.#kubeconfig, server.kubeconfig, { mode: 0o600 });
    this.company = createCompany({
      services,
      kubeconfig: this.#kubeconfig,
      isWatched: true,
    });
  }

  /** With the namespaces that Istio would have. */
  static async open(services: number): Promise<Site> {
    const postgres = await Postgres.start();
    const server = await startControlPlane();
    const site = new Site({ services, server, postgres });
    const [cluster] = site.company.input.clusters;
    const gateway = cluster?.gateways?.internal?.namespace;
    for (const name of new Set([cluster?.rootNamespace, gateway])) {
      await fetch(`${site.server.proxyUrl}/api/v1/namespaces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ metadata: { name } }),
      });
    }
    return site;
  }

  /** The backend, started anew on what it remembers. */
  async restart(options: { isWatched: boolean }): Promise<BackendProcess> {
    await this.#backend?.stop();
    this.#backend = await BackendProcess.start({
      services: this.services,
      kubeconfig: this.#kubeconfig,
      database: this.#postgres.urlWith('x'),
      ...options,
    });
    return this.#backend;
  }

  async close(): Promise<void> {
    await this.#backend?.stop();
    await this.server.stop();
    await this.#postgres.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Signs in as the administrator of a kubeconfig. */
export function connect(kubeconfig: string): { url: string; agent: Agent } {
  const { clusters, users } = JSON.parse(kubeconfig);
  const decode = (text: string) => Buffer.from(text, 'base64').toString();
  const { cluster } = clusters[0];
  const { user } = users[0];
  return {
    url: cluster.server,
    agent: new Agent({
      keepAlive: true,
      ca: decode(cluster['certificate-authority-data']),
      cert: decode(user['client-certificate-data']),
      key: decode(user['client-key-data']),
    }),
  };
}
