import { randomUUID } from 'node:crypto';
import type { JsonObject } from './json';
import type { Journal } from './Journal';
import type { Operation, Resource } from './Resource';
import type { ResourceStore } from './ResourceStore';
import type { ResourceType } from './ResourceType';
import type { Facts } from '../facts/Facts';

/** Plays what a managed cluster runs; told of every change, in order. */
export type ClusterHost = {
  /** A cluster is there, or has another mesh; also after a restart. */
  run(cluster: {
    id: string;
    name: string;
    /** Empty without a mesh. */
    revisions: string[];
    kubernetesVersion: string;
    hasInternalGateway: boolean;
    hasExternalGateway: boolean;
  }): Promise<void>;
  /** Throws when the cluster does not run. */
  kubeconfig(id: string): string;
  end(id: string): Promise<void>;
};

/** All that rules of resource types may look at and touch. */
export class World {
  readonly store: ResourceStore;
  readonly journal: Journal;
  readonly facts: Facts;
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly prometheusUrl: string | undefined;
  readonly speed: number;
  readonly host: ClusterHost | undefined;
  readonly types: ReadonlyMap<string, ResourceType>;
  /** By lower-case id; of clusters that were there from the start. */
  readonly kubeconfigs = new Map<string, () => string>();
  readonly #now: () => number;
  #work: Promise<void> = Promise.resolve();

  constructor(options: {
    store: ResourceStore;
    journal: Journal;
    facts: Facts;
    subscriptionId: string;
    tenantId: string;
    prometheusUrl?: string;
    speed: number;
    now: () => number;
    host?: ClusterHost;
    types: ReadonlyMap<string, ResourceType>;
  }) {
    this.store = options.store;
    this.journal = options.journal;
    this.facts = options.facts;
    this.subscriptionId = options.subscriptionId;
    this.tenantId = options.tenantId;
    this.prometheusUrl = options.prometheusUrl;
    this.speed = options.speed;
    this.host = options.host;
    this.types = options.types;
    this.#now = options.now;
  }

  now(): number {
    return this.#now();
  }

  /** Milliseconds that seconds of Azure take here. */
  scale(seconds: number): number {
    return (seconds * 1000) / this.speed;
  }

  newId(): string {
    return randomUUID();
  }

  typeOf(resource: { type: string }): ResourceType | undefined {
    return this.types.get(resource.type.toLowerCase());
  }

  /** Begins what takes `seconds` of Azure. */
  begin(
    resource: Pick<Resource, 'id' | 'type'> & { body?: JsonObject },
    options: Pick<Operation, 'kind'> & {
      seconds: number;
      startsAt?: number;
      result?: JsonObject;
    },
  ): Operation {
    const startedAt = options.startsAt ?? this.now();
    const operation: Operation = {
      id: randomUUID(),
      resourceId: resource.id,
      type: resource.type,
      kind: options.kind,
      location: this.#regionOf(resource.body?.location),
      startedAt,
      endsAt: startedAt + this.scale(options.seconds),
      outcome: 'Succeeded',
      settled: false,
      ...(options.result && { result: options.result }),
    };
    this.store.addOperation(operation);
    return operation;
  }

  /** Leaves work to be done after what was left before. */
  later(work: () => Promise<void>): void {
    this.#work = this.#work.then(work);
  }

  /** Waits for it; throws what it threw, once. */
  async finishWork(): Promise<void> {
    const work = this.#work;
    try {
      await work;
    } finally {
      if (this.#work === work) {
        this.#work = Promise.resolve();
      }
    }
  }

  #regionOf(location: unknown): string {
    return typeof location === 'string' && location !== 'global'
      ? location
      : 'westeurope';
  }
}
