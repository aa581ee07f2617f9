import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigReader } from '@backstage/config';
import type {
  MeshModel,
  MeshObject,
  WorldOptions,
} from '@meshwright/plugin-mesh-common';
import type { Random } from '../azure/Random';
import { createReplica, type MadePass, type Replica } from './createReplica';
import { FaultPlan } from './FaultPlan';
import { isMine } from './filterAnswers';
import {
  buildCurrentModel,
  type CatalogListing,
  type CatalogReader,
  type MeshConfig,
} from './parts';
import { patiently } from './patiently';
import { Pods } from './Pods';
import type { Recording } from './Recording';
import type { Scene } from './Scene';
import type { Slot } from './Slot';
import {
  clusterOf,
  toBindings,
  toClusterConfig,
  toEntities,
  type Town,
} from './Town';
import type { Upstream } from './Upstream';

/** After this long without a fault it has to be as declared. */
const PATIENCE_MS = 90_000;

/** One installation of the product over one town, and all that it holds. */
export class MeshRun {
  town: Town;
  /** Told of each step of a change. */
  onStep?: () => Promise<void>;
  readonly random: Random;
  readonly scene: Scene;
  readonly slot: Slot;
  readonly config: MeshConfig;
  readonly faults: FaultPlan;
  readonly pods: Pods;
  readonly recording: Recording;
  readonly world: WorldOptions;
  /** What must never be found in anything that is said. */
  readonly canaries = ['token', 'password'].map(
    name => `canary-${name}-${randomBytes(12).toString('hex')}`,
  );
  readonly said: string[] = [];
  readonly untold: (readonly string[])[] = [];
  readonly user: string;
  readonly #upstream: Upstream;
  readonly #replicas: Replica[] = [];
  #lastPass?: MadePass;

  static async start(options: {
    scene: Scene;
    slot: Slot;
    town: Town;
    random: Random;
  }): Promise<MeshRun> {
    const { scene, slot, town } = options;
    await slot.clear();
    const user = `${town.prefix}-backend`;
    const upstream = await scene.connect(user);
    await scene.admin.createNamespace(`${town.prefix}-root`);
    return new MeshRun({ ...options, user, upstream });
  }

  private constructor(options: {
    scene: Scene;
    slot: Slot;
    town: Town;
    random: Random;
    user: string;
    upstream: Upstream;
  }) {
    const { scene, slot, town, random, user, upstream } = options;
    this.scene = scene;
    this.slot = slot;
    this.town = town;
    this.random = random;
    this.user = user;
    this.#upstream = upstream;
    this.config = createConfig(town);
    this.faults = new FaultPlan(random);
    this.pods = new Pods(scene.admin);
    this.recording = scene.recorder.record(object =>
      isMine(object, town.prefix),
    );
    const { rootNamespace, trustDomain } = toClusterConfig(town);
    this.world = { rootNamespace, trustDomain };
  }

  /** Another replica; the one before may be dead. */
  async startReplica(): Promise<void> {
    const [token, password] = this.canaries;
    const replica = await createReplica({
      prefix: this.town.prefix,
      upstream: this.#upstream,
      token,
      database: {
        url: this.scene.databaseUrl(password),
        schema: this.slot.schema,
      },
      config: this.config,
      reader: this.#createReader(),
      faults: this.faults,
      tell: text => this.said.push(text),
      onPass: pass => {
        this.#lastPass = pass;
      },
      onKill: () => {
        this.startReplica().catch(error => this.said.push(`${error}`));
      },
    });
    this.untold.push(replica.untold);
    this.#replicas.push(replica);
    replica.trigger();
  }

  trigger(): void {
    this.#replicas.at(-1)?.trigger();
  }

  /** What is declared and consented to now. */
  readModel(): Promise<MeshModel> {
    return patiently(async () => {
      const { model } = await buildCurrentModel({
        config: this.config,
        stores: this.slot.stores,
        listing: this.#list(),
        now: new Date(),
      });
      return model;
    });
  }

  /**
   * Waits for a pass that began after all faults and found nothing to do;
   * returns how long that took, or undefined when it did not come.
   */
  async untilConverged(): Promise<number | undefined> {
    const quietAt = Date.now();
    const since = () => Math.max(quietAt, this.scene.lastTrouble);
    let seen: MadePass | undefined;
    while (Date.now() - since() < PATIENCE_MS) {
      const pass = this.#lastPass;
      if (pass && pass !== seen) {
        seen = pass;
        if (pass.startedAt >= since() && isDone(pass)) {
          return Date.now() - since();
        }
        this.trigger();
      }
      await sleep(20);
    }
    return undefined;
  }

  describeLastPass(): string {
    return this.#lastPass ? JSON.stringify(this.#lastPass.stored) : 'no pass';
  }

  /** Objects that are there now. */
  async present(): Promise<MeshObject[]> {
    await this.scene.recorder.catchUp(this.recording);
    return this.recording.present();
  }

  async stop(): Promise<void> {
    this.faults.end();
    await Promise.all(this.#replicas.map(replica => replica.stop()));
    this.#upstream.close();
    this.scene.recorder.forget(this.recording);
    const { prefix, namespaces } = this.town;
    const names = [...namespaces.map(({ name }) => name), `${prefix}-root`];
    for (const name of names) {
      await this.scene.admin.removeNamespace(name);
    }
  }

  #list(): CatalogListing {
    return { entities: toEntities(this.town), contracts: new Map() };
  }

  #createReader(): CatalogReader {
    return {
      readListing: async () => this.#list(),
      readEntity: async () => undefined,
    };
  }
}

function isDone({ stored }: MadePass): boolean {
  const { state, changes, failed } = stored;
  return state === 'managing' && changes === 0 && failed === 0;
}

function createConfig(town: Town): MeshConfig {
  const name = clusterOf(town.prefix);
  return {
    instance: town.prefix,
    schedule: { frequency: { seconds: 2 }, timeout: { minutes: 2 } },
    settleSeconds: 0,
    repairAfterSeconds: 0,
    hold: { minimum: 10, share: 0.05 },
    defaults: {
      approval: 'owner',
      retiringHours: 24,
      unclaimed: 'first-come',
    },
    bindings: toBindings(town),
    guardrails: [],
    clusters: [
      {
        name,
        environment: 'production',
        cluster: toClusterConfig(town),
        block: new ConfigReader({}),
      },
    ],
  };
}
