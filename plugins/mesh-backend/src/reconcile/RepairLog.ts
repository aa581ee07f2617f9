import type {
  EntityMeshStatus,
  ObjectStatus,
} from '@meshwright/plugin-mesh-common';

const MINUTES_SHOWN = 10;

/** Remembers for a while what was put back, so that pages can tell. */
export class RepairLog {
  readonly #repairedAt = new Map<string, Date>();

  note(keys: readonly string[], at: Date): void {
    keys.forEach(key => this.#repairedAt.set(key, at));
  }

  /** The statuses, with a word on objects that were put back lately. */
  annotate(statuses: EntityMeshStatus[], now: Date): EntityMeshStatus[] {
    this.#forget(now);
    if (this.#repairedAt.size === 0) {
      return statuses;
    }
    // Those of which nothing was put back stay the same values.
    return statuses.map(status =>
      status.workloads.some(({ objects }) =>
        objects.some(({ key }) => this.#repairedAt.has(key)),
      )
        ? this.#annotate(status)
        : status,
    );
  }

  #annotate(status: EntityMeshStatus): EntityMeshStatus {
    return {
      ...status,
      workloads: status.workloads.map(workload => ({
        ...workload,
        objects: workload.objects.map(object => this.#describe(object)),
      })),
    };
  }

  #describe(object: ObjectStatus): ObjectStatus {
    const at = this.#repairedAt.get(object.key);
    if (!at || object.state !== 'applied') {
      return object;
    }
    return {
      ...object,
      message: `Somebody else changed it; it was put back at ${at.toISOString()}`,
    };
  }

  #forget(now: Date) {
    for (const [key, at] of this.#repairedAt) {
      if (now.getTime() - at.getTime() > MINUTES_SHOWN * 60_000) {
        this.#repairedAt.delete(key);
      }
    }
  }
}
