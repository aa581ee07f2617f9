import { ApiError } from './errors';

export type FaultMatch = {
  /** get, list, watch, create, update, patch, delete, deletecollection */
  verb?: string;
  kind?: string;
  namespace?: string;
  name?: string;
};

/** Something that goes wrong on demand. */
export type Fault = {
  match?: FaultMatch;
  /** Answered in place of the request; without it the request is only late. */
  status?: number;
  message?: string;
  /** Seconds, in the Retry-After header. */
  retryAfter?: number;
  delayMs?: number;
  /** How many requests it hits; without it, all until it is cleared. */
  times?: number;
};

export type Faults = {
  /** Adds a fault; the first that matches a request is the one it meets. */
  set(fault: Fault): void;
  clear(): void;
  /** Ends every watch that is open. */
  closeWatches(): void;
  /** Forgets the changes of late: older watches and lists get 410. */
  expireHistory(): void;
};

/** Faults that wait for a request. */
export class FaultBook {
  #faults: Fault[] = [];

  add(fault: Fault): void {
    this.#faults.push({ ...fault });
  }

  clear(): void {
    this.#faults = [];
  }

  list(): Fault[] {
    return this.#faults;
  }

  /** The fault that a request meets, one time less afterwards. */
  take(request: FaultMatch): Fault | undefined {
    const keys = ['verb', 'kind', 'namespace', 'name'] as const;
    const fault = this.#faults.find(({ match = {} }) =>
      keys.every(key => !match[key] || match[key] === request[key]),
    );
    if (fault?.times !== undefined) {
      fault.times -= 1;
      this.#faults = this.#faults.filter(one => one.times !== 0);
    }
    return fault;
  }
}

/** What a client gets to see of a fault. */
export function faultError(fault: Fault & { status: number }): ApiError {
  const message =
    fault.message ?? `the sandbox was told to answer ${fault.status}`;
  return new ApiError(fault.status, message, {
    details: {
      ...(fault.retryAfter !== undefined && {
        retryAfterSeconds: fault.retryAfter,
      }),
    },
  });
}
