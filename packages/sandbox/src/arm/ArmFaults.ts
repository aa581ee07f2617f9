/**
 * What befalls a request that matches.
 *
 * - `status`: that answer instead; nothing takes effect.
 * - `reset-before`: the connection is cut, nothing takes effect.
 * - `reset-after`: it takes effect, then the connection is cut.
 * - `half-body`: it takes effect, and half of the answer arrives.
 * - `fail-operation`: the operation that it starts or asks about fails.
 * - `lose-operation`: nobody finds the operation that it starts or asks
 *   about any more; it goes on.
 * - `delay`: nothing but `delayMs`.
 *
 * @public
 */
export type ArmFaultKind =
  | 'status'
  | 'reset-before'
  | 'reset-after'
  | 'half-body'
  | 'fail-operation'
  | 'lose-operation'
  | 'delay';

/**
 * Something that goes wrong with requests that match.
 *
 * @public
 */
export type ArmFault = {
  /** `status` when there is one, else `delay`. */
  kind?: ArmFaultKind;
  /** HTTP method; any by default. */
  method?: string;
  /** Part of the path, in whatever case; any by default. */
  path?: string;
  /**
   * From the n-th request on that matches, counted from 1 since the fault
   * was added or `mark()` was called.
   */
  nth?: number;
  /** Answer this instead; without it the request is only delayed. */
  status?: number;
  /** Code of the error. */
  code?: string;
  message?: string;
  /** Value of the header `Retry-After`. */
  retryAfterSeconds?: number;
  delayMs?: number;
  /** How many requests it befalls; all by default. */
  times?: number;
};

/** A request that a fault befell. @public */
export type ArmFaultHit = {
  fault: ArmFault;
  method: string;
  path: string;
  /** False when there was no operation to fail or to lose. */
  applied: boolean;
};

type Active = { fault: ArmFault; seen: number };

/**
 * The faults that are in effect.
 *
 * @public
 */
export class ArmFaults {
  #active: Active[] = [];
  #hits: ArmFaultHit[] = [];

  add(fault: ArmFault): void {
    this.#active.push({ fault: { ...fault }, seen: 0 });
  }

  /** Ends all faults and forgets what they did. */
  clear(): void {
    this.#active = [];
    this.#hits = [];
  }

  list(): ArmFault[] {
    return this.#active.map(({ fault }) => ({ ...fault }));
  }

  /** Counts for `nth` begin anew. */
  mark(): void {
    this.#active.forEach(active => {
      active.seen = 0;
    });
  }

  /** Which requests were befallen, in order. */
  hits(): readonly ArmFaultHit[] {
    return this.#hits;
  }

  note(hit: ArmFaultHit): void {
    this.#hits.push(hit);
  }

  /** Takes the first fault that matches and counts it down. */
  take(method: string, path: string): ArmFault | undefined {
    const matching = this.#active.filter(({ fault }) =>
      isMatch(fault, method, path),
    );
    matching.forEach(active => {
      active.seen += 1;
    });
    const taken = matching.find(({ fault, seen }) => seen >= (fault.nth ?? 1));
    if (taken?.fault.times !== undefined) {
      taken.fault.times -= 1;
      if (taken.fault.times <= 0) {
        this.#active = this.#active.filter(active => active !== taken);
      }
    }
    return taken?.fault;
  }
}

function isMatch(fault: ArmFault, method: string, path: string): boolean {
  return (
    (fault.method ?? method).toUpperCase() === method &&
    path.toLowerCase().includes((fault.path ?? '').toLowerCase())
  );
}

/** What a fault does when it does not say. */
export function kindOf(fault: ArmFault): ArmFaultKind {
  return fault.kind ?? (fault.status === undefined ? 'delay' : 'status');
}
