import {
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Entity } from '@backstage/catalog-model';
import type { FaultyNetwork, Wire } from '@meshwright/control-plane';
import createKnex, { type Knex } from 'knex';
import { MeshDatabase } from '../backend/parts';
import { Slot } from '../mesh/Slot';
import type { Cluster } from './Cluster';
import { createConfig, createEntities, createStages } from './createShop';
import { LeaseHistory } from './LeaseHistory';
import { Replica } from './Replica';
import { until } from './until';

/** Short, for tests that wait for it to end. */
export const LEASE_MS = 5_000;

/** Longer than it takes replicas to come back to what they did. */
const QUIET_MS = 1_000;

const SCHEMA = 'replicas';

/** A replica, and its way to each cluster. */
export type Member = { replica: Replica; wires: Record<string, Wire> };

/** Several backends over one database, one catalog and some clusters. */
export class Fleet {
  readonly clusters: readonly Cluster[];
  /** Those that live. */
  readonly members: Member[] = [];
  /** Of all that ever were. */
  readonly names: string[] = [];
  readonly leases: LeaseHistory;
  readonly #stores: MeshDatabase;
  readonly #databaseUrl: string;
  readonly #slot: Slot;
  readonly #knex: Knex;
  readonly #network: FaultyNetwork;
  readonly #folder = mkdtempSync(join(tmpdir(), 'meshwright-replicas-'));
  readonly #connected = new Set<string>();

  static async start(options: {
    clusters: readonly Cluster[];
    databaseUrl: string;
    network: FaultyNetwork;
    replicas: number;
  }): Promise<Fleet> {
    const { clusters, databaseUrl } = options;
    const slot = await Slot.open({ url: databaseUrl, schema: SCHEMA });
    for (const { pairs } of clusters) {
      for (const stage of createStages(pairs)) {
        await slot.stores.stages.put(stage);
      }
    }
    const knex = createKnex({ client: 'pg', connection: databaseUrl });
    const leases = await LeaseHistory.start(knex, SCHEMA);
    const fleet = new Fleet({ ...options, slot, knex, leases });
    fleet.#publish();
    const numbers = Array.from({ length: options.replicas }).keys();
    fleet.names.push(...[...numbers].map(number => `replica-${number + 1}`));
    fleet.members.push(
      ...(await Promise.all(fleet.names.map(name => fleet.#startMember(name)))),
    );
    return fleet;
  }

  private constructor(options: {
    clusters: readonly Cluster[];
    databaseUrl: string;
    network: FaultyNetwork;
    slot: Slot;
    knex: Knex;
    leases: LeaseHistory;
  }) {
    this.clusters = options.clusters;
    this.leases = options.leases;
    this.#databaseUrl = options.databaseUrl;
    this.#network = options.network;
    this.#slot = options.slot;
    this.#stores = options.slot.stores;
    this.#knex = options.knex;
  }

  member(name: string): Member {
    const found = this.members.find(({ replica }) => replica.name === name);
    if (!found) {
      throw new Error(`There is no '${name}'`);
    }
    return found;
  }

  async kill(member: Member): Promise<void> {
    this.members.splice(this.members.indexOf(member), 1);
    await member.replica.kill();
  }

  /**
   * Has all callers of a cluster need what they may call, or none; gives an
   * entity that says so, for somebody to hear of it.
   */
  declare({ pairs }: Cluster, isConnected: boolean): Entity {
    if (isConnected) {
      this.#connected.add(pairs.cluster);
    } else {
      this.#connected.delete(pairs.cluster);
    }
    this.#publish();
    return createEntities(pairs, isConnected)[0];
  }

  /**
   * Has a replica make a pass, and waits for its end; whoever else asks for
   * one meanwhile.
   */
  async pass({ replica }: Member, { name }: Cluster): Promise<void> {
    const count = async () =>
      (await this.leases.list(name)).filter(
        taking => taking.replica === replica.name,
      ).length;
    const before = await count();
    await replica.pass(name);
    await until(`a pass of ${replica.name}`, async () => {
      const isMade = (await count()) > before;
      return isMade && !(await this.leases.isTaken(name));
    });
  }

  /** What replicas know of the last pass. */
  lastPass({ name }: Cluster) {
    return this.#stores.passes.get(name);
  }

  /** Waits until nobody makes a pass, and the last one had nothing to do. */
  async untilDone(cluster: Cluster): Promise<void> {
    const { name } = cluster;
    await until(`nothing to do in ${name}`, async () => {
      const takings = await this.leases.list(name);
      const isTaken = await this.leases.isTaken(name);
      const pass = await this.lastPass(cluster);
      const { length } = await this.leases.list(name);
      return (
        // In the middle of a pass what is stored is what it begins with.
        !isTaken &&
        length === takings.length &&
        pass?.state === 'managing' &&
        pass.changes + pass.failed === 0
      );
    });
  }

  /** Waits until nobody has made a pass for a moment. */
  async untilQuiet({ name }: Cluster): Promise<void> {
    for (let before = -1; ; await sleep(QUIET_MS)) {
      const { length } = await this.leases.list(name);
      if (length === before && !(await this.leases.isTaken(name))) {
        return;
      }
      before = length;
    }
  }

  /** What the replicas printed, for somebody who wonders why a test fails. */
  readLogs(): string {
    return this.names
      .map(name => `${name}:\n${readFileSync(this.#logOf(name), 'utf8')}`)
      .join('\n');
  }

  async stop(): Promise<void> {
    for (const { replica } of this.members) {
      await replica.kill();
    }
    await this.#knex.destroy();
    await this.#slot.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #startMember(name: string): Promise<Member> {
    const wires: Record<string, Wire> = {};
    const kubeconfigs: Record<string, string> = {};
    for (const { name: cluster, server } of this.clusters) {
      const wire = await this.#network.open(new URL(server.url).host);
      const groups = ['system:masters'];
      const direct = await server.kubeconfigFor({ user: name, groups });
      const path = join(this.#folder, `${name}-${cluster}.json`);
      const through = `https://${wire.host}:${wire.port}`;
      const text = direct.replace(server.url, through);
      writeFileSync(path, text, { mode: 0o600 });
      wires[cluster] = wire;
      kubeconfigs[cluster] = path;
    }
    const replica = await Replica.start({
      name,
      config: createConfig(
        kubeconfigs,
        this.clusters.map(({ pairs }) => pairs),
      ),
      database: { url: this.#databaseUrl, schema: SCHEMA },
      catalog: this.#catalog,
      leaseMs: LEASE_MS,
      log: this.#logOf(name),
    });
    return { replica, wires };
  }

  #logOf(name: string): string {
    return join(this.#folder, `${name}.log`);
  }

  get #catalog(): string {
    return join(this.#folder, 'catalog.json');
  }

  /** Replaces the catalog in one step. */
  #publish(): void {
    const entities = this.clusters.flatMap(({ pairs }) =>
      createEntities(pairs, this.#connected.has(pairs.cluster)),
    );
    const next = `${this.#catalog}.next`;
    writeFileSync(next, JSON.stringify(entities));
    renameSync(next, this.#catalog);
  }
}
