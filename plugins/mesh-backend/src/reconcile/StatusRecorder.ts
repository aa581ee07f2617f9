import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  compileCluster,
  type CompiledCluster,
  type DerivedStatus,
  type EntityMeshStatus,
  type PassResult,
} from '@meshwright/plugin-mesh-common';
import { deriveCatalogDiagnostics } from '../catalog';
import { type MeshDatabase, noteContent, type StoredPass } from '../database';
import type { PassModel } from './buildPassModel';
import { mergeStatuses } from './mergeStatuses';
import { PassDeriver } from './PassDeriver';
import { ProblemLog } from './ProblemLog';
import { RepairLog } from './RepairLog';

/** Turns what passes found into what pages show, and stores it. */
export class StatusRecorder {
  readonly #stores: MeshDatabase;
  readonly #settleSeconds: number;
  readonly repairs = new RepairLog();
  readonly #deriver = new PassDeriver();
  readonly #problems: ProblemLog;
  /**
   * Passes over several clusters share the rows. The database sees to it that
   * they are stored one at a time; waiting here takes none of its connections.
   */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: { stores: MeshDatabase; settleSeconds: number }) {
    this.#stores = options.stores;
    this.#problems = new ProblemLog(options.stores.statuses);
    this.#settleSeconds = options.settleSeconds;
  }

  /** Stores the pass, and the status of every entity after it. */
  async record(options: {
    pass: PassResult;
    stored: StoredPass;
    built: PassModel;
    compiled?: CompiledCluster;
  }): Promise<void> {
    const { pass, stored, built } = options;
    const compiled =
      options.compiled ?? compileCluster(built.model, pass.cluster);
    const problems = await this.#problems.date(
      deriveCatalogDiagnostics(built.input.entities),
      pass.finishedAt,
    );
    // After a plan, which takes long as well: leases are renewed in between.
    await nextTurn();
    const diagnostics = [...built.diagnostics, ...problems];
    await nextTurn();
    const derivations = await this.#deriver.derive(
      { cluster: pass.cluster, generation: built.generation },
      {
        model: built.model,
        diagnostics,
        compiled: [compiled],
        passes: [pass],
        settleSeconds: this.#settleSeconds,
      },
    );
    const derived = derivations.map(({ status }) => status);
    const { shared, elsewhere } = listOthers(pass.cluster, derived);
    await this.#inTurn(() =>
      this.#stores.statuses.storePass(stored, async before => {
        const merged = mergeStatuses({
          cluster: pass.cluster,
          derived,
          // What is stored only matters for those of other clusters too.
          stored: await before.statuses.list([...shared]),
          passes: await before.passes.list(),
        });
        noteContents(merged, derivations, shared);
        const at = new Date(pass.finishedAt);
        return { statuses: this.repairs.annotate(merged, at), elsewhere };
      }),
    );
  }

  /** Stores a pass that read too little to say anything new. */
  async hold(stored: StoredPass): Promise<void> {
    const since = stored.lastReadAt ?? stored.finishedAt;
    await this.#inTurn(() => this.#stores.statuses.storeHeld(stored, since));
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#queue.then(work);
    // The next in the queue must not fail for what failed before it.
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

/** References of entities that run in other clusters too, and only there. */
function listOthers(cluster: string, statuses: readonly EntityMeshStatus[]) {
  const shared = new Set<string>();
  const elsewhere = new Set<string>();
  for (const { entityRef, workloads } of statuses) {
    const others = workloads.filter(item => item.cluster !== cluster).length;
    if (others > 0) {
      const isHere = others < workloads.length;
      (isHere ? shared : elsewhere).add(entityRef);
    }
  }
  return { shared, elsewhere };
}

/** Of those that say what was derived, and nothing of other passes. */
function noteContents(
  statuses: readonly EntityMeshStatus[],
  derivations: readonly DerivedStatus[],
  shared: ReadonlySet<string>,
) {
  derivations.forEach(({ status, content }, index) => {
    const isShared = shared.has(status.entityRef);
    if (!isShared && statuses[index].staleSince === status.staleSince) {
      noteContent(statuses[index], content);
    }
  });
}
