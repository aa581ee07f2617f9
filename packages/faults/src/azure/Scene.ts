import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import {
  clusterBaseline,
  type KubernetesApi,
  startControllers,
  startKubernetesApi,
} from '@meshwright/sandbox';
import createKnex, { type Knex } from 'knex';
import { MeshDatabase } from './parts';

/**
 * What all runs of a campaign share: a database, and the API of the cluster
 * that each of them makes.
 */
export class Scene {
  readonly stores: MeshDatabase;
  readonly kubernetes: KubernetesApi;
  readonly #knex: Knex;
  readonly #folder: string;
  readonly #controllers: { stop(): Promise<void> };

  static async start(): Promise<Scene> {
    const folder = mkdtempSync(join(tmpdir(), 'meshwright-faults-'));
    const knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename: join(folder, 'mesh.sqlite') },
      useNullAsDefault: true,
    });
    await knex.raw('pragma synchronous = off');
    const database: DatabaseService = { getClient: async () => knex };
    const stores = await MeshDatabase.create({ database });
    const kubernetes = await startKubernetesApi({ port: 0 });
    await kubernetes.seed(clusterBaseline().map(unpin));
    const controllers = await startControllers({ url: kubernetes.url });
    return new Scene({ stores, kubernetes, knex, folder, controllers });
  }

  private constructor(parts: {
    stores: MeshDatabase;
    kubernetes: KubernetesApi;
    knex: Knex;
    folder: string;
    controllers: { stop(): Promise<void> };
  }) {
    this.stores = parts.stores;
    this.kubernetes = parts.kubernetes;
    this.#knex = parts.knex;
    this.#folder = parts.folder;
    this.#controllers = parts.controllers;
  }

  /** The lease of a process that was killed has run out. */
  async expireLeases(): Promise<void> {
    await this.#knex('lease').delete();
  }

  /** Puts a run into the database, for whoever carries it out. */
  async addRun(run: {
    id: string;
    spec: MeshClusterSpec;
    kind?: 'provision' | 'retire';
  }): Promise<void> {
    const { id, spec, kind = 'provision' } = run;
    await this.stores.runs.add({
      id,
      kind,
      cluster: spec.name,
      key: id,
      by: 'user:default/petra',
      createdAt: new Date(0).toISOString(),
      spec,
    });
  }

  /** Forgets everything that runs left in the database. */
  async clear(): Promise<void> {
    for (const table of ['run_event', 'run_step', 'run', 'cluster', 'lease']) {
      await this.#knex(table).delete();
    }
  }

  async stop(): Promise<void> {
    await this.#controllers.stop();
    await this.kubernetes.stop();
    await this.#knex.destroy();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

type Seed = ReturnType<typeof clusterBaseline>[number];

/** The gateway is pinned to an address by whoever makes the cluster. */
function unpin(object: Seed): Seed {
  const { annotations, ...metadata } = object.metadata;
  return object.kind === 'Service' && annotations
    ? { ...object, metadata }
    : object;
}
