import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { CatalogReader } from '../catalog';
import type { MeshConfig } from '../config';
import type { MeshDatabase, StoredCustody, StoredPass } from '../database';
import {
  buildCurrentModel,
  type PassModel,
  storeDiscoveries,
} from './buildPassModel';
import { EntityMemory } from './EntityMemory';
import { convergeCluster, type Pause, type WriteLog } from './convergeCluster';
import { adoptObjects, leaveCluster, type UninstallOutcome } from './custody';
import { findCatalogLoss, findDatabaseLoss } from './findHoldReason';
import { GapLog } from './GapLog';
import { lookOnly } from './lookOnly';
import type { ManagedCluster } from './ManagedCluster';
import { type Observation, observeCluster } from './observeCluster';
import { forgetWithdrawn } from './forgetWithdrawn';
import { PassCompiler } from './PassCompiler';
import { PassModelBuilder } from './PassModelBuilder';
import { PassPlanner } from './PassPlanner';
import { StatusRecorder } from './StatusRecorder';

export type ReconcilerOptions = {
  config: MeshConfig;
  stores: MeshDatabase;
  reader: CatalogReader;
  auditor: AuditorService;
  logger: LoggerService;
  writes: WriteLog;
  /** Told when the model of a cluster will change by itself. */
  onNextInstant?: (cluster: string, instant: string) => void;
  now?: () => Date;
  /** Lets the mesh settle between waves; by default it takes that long. */
  pause?: Pause;
};

/**
 * Makes passes over clusters. A pass looks at everything, so it is safe to
 * repeat and to interrupt at any time: the next one finishes.
 */
export class ClusterReconciler {
  readonly #options: ReconcilerOptions;
  readonly #recorder: StatusRecorder;
  readonly #gaps: GapLog;
  readonly #models = new PassModelBuilder();
  readonly #compiler = new PassCompiler();
  readonly #planner = new PassPlanner();
  readonly #entities = new EntityMemory();
  readonly #now: () => Date;

  static create(options: ReconcilerOptions) {
    return new ClusterReconciler(options);
  }

  private constructor(options: ReconcilerOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
    this.#gaps = new GapLog(options.logger);
    this.#recorder = new StatusRecorder({
      stores: options.stores,
      settleSeconds: options.config.settleSeconds,
    });
  }

  /** One pass: read, model, compile, plan, apply, read back, tell. */
  async reconcile(
    known: ManagedCluster,
    signal: AbortSignal,
  ): Promise<StoredPass> {
    const { config, stores, reader } = this.#options;
    const custody = await stores.custody.get(known.name);
    const lastPass = forgetApplied(
      await stores.passes.get(known.name),
      custody,
    );
    const left = await leaveCluster({
      ...{ ...this.#options, managed: known, custody, signal },
      now: this.#now,
    });
    const managed = left ? { ...known, onlyObserved: left.message } : known;
    const hold = (message: string, readAt?: string) =>
      this.#hold({ managed, lastPass, message, readAt, left });

    let listing;
    try {
      const read = await reader.readListing({ signal });
      const entities = await this.#entities.keep(read.entities);
      listing = { ...read, entities };
    } catch (error) {
      signal.throwIfAborted();
      return hold(`${toError(error).message}. Nothing is changed until it can`);
    }
    const models = this.#models;
    const reading = { config, stores, listing, now: this.#now(), models };
    const built = await buildCurrentModel(reading);
    const { nextInstant } = built.model;
    if (nextInstant !== undefined) {
      this.#options.onNextInstant?.(managed.name, nextInstant);
    }
    const catalogLoss = left ? undefined : findCatalogLoss(built);
    if (catalogLoss) {
      return hold(catalogLoss);
    }

    const seen = await observeCluster(managed, config.instance, signal);
    if (seen.problem !== undefined) {
      const next = await storeDiscoveries({ built, reading });
      return this.#tell({ managed, lastPass, built: next, seen, left });
    }
    const { snapshot } = seen;
    this.#gaps.note(managed.name, seen.gaps);
    const databaseLoss =
      seen.managing &&
      findDatabaseLoss({
        ...{ snapshot, instance: config.instance, lastPass, custody },
      });
    if (databaseLoss) {
      return hold(databaseLoss, snapshot.readAt);
    }
    const next = await storeDiscoveries({
      built,
      reading,
      managed: seen.managing ? { cluster: managed.name, snapshot } : undefined,
    });
    return seen.managing
      ? this.#converge({
          ...{ managed, lastPass, custody, built: next, seen, signal },
        })
      : this.#tell({ managed, lastPass, built: next, seen, left });
  }

  async #converge(options: {
    managed: ManagedCluster;
    lastPass?: StoredPass;
    custody?: StoredCustody;
    built: PassModel;
    seen: Extract<Observation, { problem?: undefined }>;
    signal: AbortSignal;
  }): Promise<StoredPass> {
    const { managed, built, custody } = options;
    const { stores, logger } = this.#options;
    // Each of these takes seconds of a large company; leases are renewed in
    // between.
    await nextTurn();
    const compiled = await this.#compiler.compile(built, managed.name);
    await nextTurn();
    const context = { ...this.#options, ...options, compiled };
    const seen = await adoptObjects(context);
    const { pass, stored } = await convergeCluster({
      ...{ ...context, seen },
      guarded: custody?.guarded,
      recorder: this.#recorder,
      planner: this.#planner,
      now: this.#now,
    });
    await this.#recorder.record({ pass, stored, built, compiled });
    await forgetWithdrawn({ pass, built, stores, now: this.#now() });
    if (
      custody?.guarded &&
      stored.state === 'managing' &&
      stored.failed === 0
    ) {
      await stores.custody.note(managed.name, { guarded: false });
    }
    if (pass.results.length > 0 || pass.conflicts.length > 0) {
      logger.info('Reconciled a cluster', {
        cluster: managed.name,
        changes: stored.changes,
        failed: stored.failed,
        conflicts: pass.conflicts.length,
      });
    }
    return stored;
  }

  /** A pass that only looks, or that could not even look. */
  async #tell(options: {
    managed: ManagedCluster;
    lastPass?: StoredPass;
    built: PassModel;
    seen: Observation;
    left?: UninstallOutcome;
  }): Promise<StoredPass> {
    const { managed, lastPass, built, seen, left } = options;
    const { pass, stored } = lookOnly({
      ...{ seen, lastPass, left },
      cluster: managed.name,
      finishedAt: this.#now().toISOString(),
      settleSeconds: this.#options.config.settleSeconds,
    });
    await this.#recorder.record({ pass, stored, built });
    this.#options.logger.warn('A cluster was not reconciled', {
      cluster: managed.name,
      reason: stored.message,
    });
    return stored;
  }

  async #hold(options: {
    managed: ManagedCluster;
    lastPass?: StoredPass;
    message: string;
    readAt?: string;
    left?: UninstallOutcome;
  }): Promise<StoredPass> {
    const { managed, lastPass, message, readAt, left } = options;
    const stored: StoredPass = {
      cluster: managed.name,
      settling: {},
      appliedDigests: {},
      ...lastPass,
      after: lastPass?.finishedAt,
      state: left ? 'observing' : 'held',
      message: left ? `${left.message}. ${message}` : message,
      finishedAt: this.#now().toISOString(),
      ...(readAt && { lastReadAt: readAt }),
      changes: left?.changes ?? 0,
      failed: left?.failed ?? 0,
    };
    await this.#recorder.hold(stored);
    this.#options.logger.warn('A pass is on hold', {
      cluster: managed.name,
      reason: message,
    });
    return stored;
  }
}

/** What went since, before somebody had it managed again, went on purpose. */
function forgetApplied(
  pass: StoredPass | undefined,
  custody: StoredCustody | undefined,
): StoredPass | undefined {
  return pass && custody?.guarded
    ? { ...pass, appliedDigests: {}, driftedSince: undefined }
    : pass;
}
