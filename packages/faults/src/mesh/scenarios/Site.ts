import { setTimeout as sleep } from 'node:timers/promises';
import type { WorldOptions } from '@meshwright/plugin-mesh-common';
import type { MeshCluster } from '@meshwright/plugin-mesh-node';
import createKnex, { type Knex } from 'knex';
import type { Admin } from '../Admin';
import { isMine } from '../filterAnswers';
import { MeshDatabase } from '../parts';
import { Pods } from '../Pods';
import type { Recording } from '../Recording';
import type { Town } from '../Town';
import type { Upstream } from '../Upstream';
import type { WatchRecorder } from '../WatchRecorder';
import { createConfig, type SiteConfig } from './createConfig';
import { PauseClock } from './PauseClock';
import { type MadePass, type Replica, startReplica } from './startReplica';
import { toEntities } from './toEntities';
import type { Service, Wish } from './Upgrade';

const PATIENCE_MS = 60_000;

/** What all sites share. */
export type Grounds = {
  admin: Admin;
  recorder: WatchRecorder;
  upstream: Upstream;
  /** The newest version of anything. */
  readVersion: () => Promise<number>;
};

/** One of the clusters of a site, seen from outside of the product. */
export type SiteCluster = {
  name: string;
  world: WorldOptions;
  recording: Recording;
};

/** What stands between the product and a cluster. */
export type Around = (cluster: MeshCluster) => MeshCluster;

type Parts = {
  grounds: Grounds;
  around?: Around;
  prefix: string;
  config: SiteConfig;
  knex: Knex;
  stores: MeshDatabase;
};

/**
 * One installation of the product. Each of its clusters is the namespaces of
 * one prefix, of which it has its own list, its own claim and its own events.
 */
export class Site {
  readonly grounds: Grounds;
  readonly clock: PauseClock;
  readonly pods: Pods;
  readonly clusters: readonly SiteCluster[];
  readonly #parts: Parts;
  readonly #passes = new Map<string, MadePass>();
  readonly #said: string[] = [];
  #wish: Wish = { services: [] };
  #replica?: Replica;
  #starting?: Promise<void>;
  /** Replicas that were killed. */
  deaths = 0;

  /** `services`: all that there will ever be. */
  static async open(options: {
    grounds: Grounds;
    prefix: string;
    services: readonly Service[];
    around?: Around;
  }): Promise<Site> {
    const knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename: ':memory:' },
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
    const database = { getClient: async () => knex };
    const site = new Site({
      ...options,
      config: createConfig(options),
      knex,
      stores: await MeshDatabase.create({ database }),
    });
    for (const { world } of site.clusters) {
      await site.grounds.admin.createNamespace(world.rootNamespace);
    }
    return site;
  }

  private constructor(parts: Parts) {
    const { grounds, config } = parts;
    this.#parts = parts;
    this.grounds = grounds;
    this.clock = new PauseClock(grounds.readVersion);
    this.pods = new Pods(grounds.admin);
    this.clusters = config.clusters.map(
      ({ name, cluster: { rootNamespace, trustDomain } }) => ({
        name,
        world: { rootNamespace, trustDomain },
        recording: grounds.recorder.record(object => isMine(object, name)),
      }),
    );
  }

  /** Services as they are declared now, with the full names of their places. */
  get services(): Service[] {
    return this.#wish.services.map(one => ({
      ...one,
      namespace: this.place(one.namespace),
    }));
  }

  /** The full name of a namespace. */
  place(home: string): string {
    return this.#parts.prefix + home;
  }

  /** The same, for those who run pods. */
  get town(): Town {
    return { prefix: '', apps: this.services, namespaces: [] };
  }

  /** Of a full name. */
  clusterOf(namespace: string): string {
    return namespace.split('-')[0];
  }

  /** Somebody edits files, or decides about a namespace. */
  async wish(wish: Wish): Promise<void> {
    this.#wish = wish;
    for (const [home, stage] of Object.entries(wish.stages ?? {})) {
      const namespace = this.place(home);
      await this.#parts.stores.stages.put({
        cluster: this.clusterOf(namespace),
        namespace,
        ...stage,
        created: false,
        by: 'user:default/petra',
        at: this.clock.now().toISOString(),
        reason: 'A step of the rollout',
      });
    }
    this.#replica?.trigger();
  }

  /** Starts the product; a replica dies after so many writes, and the next. */
  async run(crashes: readonly number[] = []): Promise<void> {
    this.#replica?.kill();
    const [dieAfter, ...rest] = crashes;
    const { config, stores, grounds, around } = this.#parts;
    this.#replica = await startReplica({
      ...{ config, stores, dieAfter, around },
      reader: {
        readListing: async () => ({
          entities: toEntities(this.services, home => this.clusterOf(home)),
          contracts: new Map(),
        }),
        readEntity: async () => undefined,
      },
      upstream: grounds.upstream,
      clock: this.clock,
      onPass: pass => this.#passes.set(pass.stored.cluster, pass),
      tell: text => this.#said.push(text),
      onDeath: () => {
        this.deaths += 1;
        this.#starting = this.run(rest);
      },
    });
    this.#replica.trigger();
  }

  /** Waits for a pass over each cluster that began later and changed nothing. */
  async untilConverged(): Promise<void> {
    const since = performance.now();
    let judged = new Set<MadePass>();
    await this.#until(async () => {
      const passes = [...this.#passes.values()];
      const isNew = passes.some(pass => !judged.has(pass));
      judged = new Set(passes);
      if (this.clusters.every(({ name }) => this.#isDone(name, since))) {
        return true;
      }
      if (isNew) {
        this.#replica?.trigger();
      }
      return false;
    });
  }

  /** Waits until the product knows which pods run. */
  async untilPodsAreSeen(): Promise<void> {
    const running = this.pods.list().length;
    await this.#until(
      async () => (await this.#replica?.countPods()) === running,
    );
  }

  async close(): Promise<void> {
    await this.#starting;
    this.#replica?.kill();
    this.clusters.forEach(({ recording }) =>
      this.grounds.recorder.forget(recording),
    );
    await this.#parts.knex.destroy();
  }

  #isDone(cluster: string, since: number): boolean {
    const pass = this.#passes.get(cluster);
    return (
      pass !== undefined &&
      pass.startedAt >= since &&
      pass.stored.state === 'managing' &&
      pass.stored.changes === 0 &&
      pass.stored.failed === 0
    );
  }

  async #until(check: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (!(await check())) {
      if (performance.now() > end) {
        throw new Error(`It does not come to an end: ${this.#describe()}`);
      }
      await sleep(20);
    }
  }

  #describe(): string {
    const passes = [...this.#passes.values()].map(
      ({ stored: { cluster, message } }) => `${cluster}: ${message}`,
    );
    return [...passes, ...this.#said.slice(-5)].join('\n');
  }
}
