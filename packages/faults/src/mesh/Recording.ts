import { type MeshObject, objectKey } from '@meshwright/plugin-mesh-common';

/** What happened to one object, at which version of the whole cluster. */
export type ObjectEvent = {
  version: number;
  type: 'put' | 'delete';
  key: string;
  object: MeshObject;
  /** More may have happened before it that nobody was told of. */
  afterGap?: true;
};

/** A state of a cluster, and what happened to it since, in order. */
export type History = {
  start: readonly MeshObject[];
  events: readonly ObjectEvent[];
};

/** The events of the objects that one party is interested in. */
export class Recording {
  readonly isMine: (object: MeshObject) => boolean;
  #start = new Map<string, MeshObject>();
  #events: ObjectEvent[] = [];
  /** The newest event of each object. */
  readonly #latest = new Map<string, ObjectEvent>();

  constructor(isMine: (object: MeshObject) => boolean) {
    this.isMine = isMine;
  }

  /** True when the object is known as it is at this version, or newer. */
  hasSeen(object: MeshObject): boolean {
    const seen = this.#latest.get(objectKey(object));
    return seen !== undefined && seen.version >= versionOf(object);
  }

  /** Objects that are there, as far as is known. */
  present(): MeshObject[] {
    return [...this.#latest.values()].flatMap(({ type, object }) =>
      type === 'put' ? [object] : [],
    );
  }

  note(event: ObjectEvent): void {
    const seen = this.#latest.get(event.key);
    // A list that is read again repeats what is known.
    if (!this.isMine(event.object) || (seen && seen.version >= event.version)) {
      return;
    }
    this.#latest.set(event.key, event);
    this.#events.push(event);
  }

  /** What happened since the last cut; the next one goes on from there. */
  cut(): History {
    const start = [...this.#start.values()];
    const events = this.#events.sort((a, b) => a.version - b.version);
    this.#events = [];
    this.#start = new Map(
      this.present().map(object => [objectKey(object), object]),
    );
    return { start, events };
  }
}

export function versionOf({ metadata }: MeshObject): number {
  return Number(metadata.resourceVersion);
}
