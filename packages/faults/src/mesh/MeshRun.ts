import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  MeshModel,
  MeshObject,
  WorldOptions,
} from '@meshwright/plugin-mesh-common';
import { Random } from '../azure/Random';
import { createTownConfig } from './createTownConfig';
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
import { toClusterConfig, toEntities, type Town } from './Town';
import type { Upstream } from './Upstream';

/**
 * Milliseconds after which what watches tell is listed anew: as by default,
 * often, and without watches.
 */
const RELISTS = [1_800_000, 1_800_000, 2_000, undefined];

/** So long at most things go wrong at a time. */
const TROUBLE_MS = 10_000;

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
  readonly #relistMs?: number;
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
    this.config = createTownConfig(town);
    // Requests come in no order: what is changed must not follow from them.
    this.faults = new FaultPlan(new Random(`${random.below(2 ** 31)}`));
    this.#relistMs = random.pick(RELISTS);
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
      relistMs: this.#relistMs,
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
   * Waits for a pass that began after all faults, saw the pods that there are
   * and found nothing to do; returns how long that took, or undefined when it did not come.
   */
  async untilConverged(): Promise<number | undefined> {
    const quietAt = Date.now();
    const since = () => Math.max(quietAt, this.scene.lastTrouble);
    let seen: MadePass | undefined;
    while (Date.now() - since() < PATIENCE_MS) {
      const pass = this.#lastPass;
      if (pass && pass !== seen) {
        seen = pass;
        const isNew = pass.startedAt >= since() && this.#hasSeenPods(pass);
        if (isNew && isDone(pass)) {
          return Date.now() - since();
        }
        this.trigger();
      }
      await sleep(20);
    }
    return undefined;
  }

  /** Until so many requests were made while things go wrong. */
  async untilTroubled(requests: number): Promise<void> {
    const end = Date.now() + TROUBLE_MS;
    while (this.faults.requests < requests && Date.now() < end) {
      this.trigger();
      await sleep(20);
    }
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
    await Promise.all(
      names.map(name => this.scene.admin.removeNamespace(name)),
    );
  }

  #hasSeenPods({ pods }: MadePass): boolean {
    return pods.join() === this.pods.names().join();
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
