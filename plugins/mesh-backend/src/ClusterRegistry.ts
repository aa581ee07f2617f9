import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { NotFoundError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  canonicalJson,
  type ProvisionedCluster,
} from '@meshwright/plugin-mesh-common';
import type { ReadClusterObject } from '@meshwright/plugin-mesh-node';
import { createObjectReader, type KubernetesConnection } from './clusters';
import { type ClusterSettings, readClusterSettings } from './config';
import {
  createConnection,
  createManagedCluster,
  type Extensions,
} from './createClusters';
import type { ManagedCluster } from './reconcile';

type Entry = {
  settings: ClusterSettings;
  managed: ManagedCluster;
  /** Of a cluster that was made here; changes when it must be made anew. */
  version: string;
};

type Listener = (clusters: readonly ManagedCluster[]) => void;

/**
 * All clusters: those of the configuration, and those that were made or
 * adopted from a template, which come and go while the backend runs. A name
 * in the configuration wins.
 */
export class ClusterRegistry {
  readonly #extensions: Extensions;
  readonly #logger: LoggerService;
  readonly #readProvisioned: () => Promise<ProvisionedCluster[]>;
  readonly #configured: Entry[];
  readonly #listeners: Listener[] = [];
  #provisioned: Entry[] = [];

  static create(options: {
    settings: readonly ClusterSettings[];
    extensions: Extensions;
    logger: LoggerService;
    readProvisioned: () => Promise<ProvisionedCluster[]>;
  }): ClusterRegistry {
    return new ClusterRegistry(options);
  }

  private constructor(options: Parameters<typeof ClusterRegistry.create>[0]) {
    const { settings, extensions, logger } = options;
    this.#extensions = extensions;
    this.#logger = logger;
    this.#readProvisioned = options.readProvisioned;
    this.#configured = settings.map(block => ({
      settings: block,
      managed: createManagedCluster({ settings: block, extensions, logger }),
      version: '',
    }));
  }

  /** Every cluster that is known now. */
  list(): readonly ManagedCluster[] {
    return this.#entries().map(({ managed }) => managed);
  }

  /** What the model is built with. */
  settings(): readonly ClusterSettings[] {
    return this.#entries().map(({ settings }) => settings);
  }

  /** Told after each change of the list. */
  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Reads which clusters were made, by whichever replica. */
  async sync(): Promise<void> {
    const taken = new Set(this.#configured.map(({ managed }) => managed.name));
    const provisioned = (await this.#readProvisioned()).filter(
      ({ name }) => !taken.has(name),
    );
    const before = new Map(
      this.#provisioned.map(entry => [entry.managed.name, entry]),
    );
    const entries = provisioned.map(cluster => {
      const known = before.get(cluster.name);
      return known?.version === versionOf(cluster)
        ? known
        : this.#createEntry(cluster);
    });
    const isSame =
      entries.length === this.#provisioned.length &&
      entries.every((entry, index) => entry === this.#provisioned[index]);
    if (!isSame) {
      this.#provisioned = entries;
      this.#listeners.forEach(listener => listener(this.list()));
    }
  }

  /** Reaches a cluster past the mesh: for what is set up in it. */
  async connect(name: string): Promise<KubernetesConnection> {
    const find = () =>
      this.#entries().find(({ managed }) => managed.name === name);
    if (!find()) {
      await this.sync();
    }
    const entry = find();
    if (!entry) {
      throw new NotFoundError(`No cluster '${name}' is known here`);
    }
    return createConnection(entry.settings, this.#extensions);
  }

  /** Reads objects of a cluster that need not be known here. */
  reach(settings: JsonObject): ReadClusterObject {
    const block = new ConfigReader(settings);
    return createObjectReader(() =>
      createConnection(readClusterSettings(block, 0), this.#extensions),
    );
  }

  #entries(): Entry[] {
    return [...this.#configured, ...this.#provisioned];
  }

  #createEntry(cluster: ProvisionedCluster): Entry {
    const { owner } = cluster.spec;
    const block = new ConfigReader({ owner, ...cluster.settings });
    const settings = readClusterSettings(block, 0);
    const managed = createManagedCluster({
      settings,
      extensions: this.#extensions,
      logger: this.#logger,
    });
    const absence = describeAbsence(cluster);
    return {
      settings,
      managed: absence
        ? {
            ...managed,
            lifecycle: cluster.state,
            cluster: undefined,
            problem: absence,
          }
        : { ...managed, lifecycle: cluster.state },
      version: versionOf(cluster),
    };
  }
}

function versionOf({ settings, state, spec }: ProvisionedCluster): string {
  return canonicalJson({ settings, state, owner: spec.owner });
}

/** Why passes leave it alone. */
function describeAbsence({ state }: ProvisionedCluster): string | undefined {
  switch (state) {
    case 'provisioning':
      return 'It is being made; nothing is applied to it until that is done';
    case 'retiring':
      return 'It is being taken down; nothing is applied to it any more';
    default:
      return undefined;
  }
}
