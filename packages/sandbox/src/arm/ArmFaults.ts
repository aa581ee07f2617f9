import type { RequestHandler } from 'express';
import { ArmError } from './ArmError';

/**
 * Something that goes wrong with requests that match.
 *
 * @public
 */
export type ArmFault = {
  /** HTTP method; any by default. */
  method?: string;
  /** Part of the path, in whatever case; any by default. */
  path?: string;
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

/**
 * The faults that are in effect.
 *
 * @public
 */
export class ArmFaults {
  readonly #faults: ArmFault[] = [];

  add(fault: ArmFault): void {
    this.#faults.push({ ...fault });
  }

  clear(): void {
    this.#faults.length = 0;
  }

  list(): ArmFault[] {
    return this.#faults.map(fault => ({ ...fault }));
  }

  /** Takes the first fault that matches and counts it down. */
  take(method: string, path: string): ArmFault | undefined {
    const index = this.#faults.findIndex(
      fault =>
        (fault.method ?? method).toUpperCase() === method &&
        path.toLowerCase().includes((fault.path ?? '').toLowerCase()),
    );
    const fault = this.#faults[index];
    if (fault?.times !== undefined) {
      fault.times -= 1;
      if (fault.times <= 0) {
        this.#faults.splice(index, 1);
      }
    }
    return fault;
  }
}

/** Lets faults befall the requests that follow. */
export function injectFaults(faults: ArmFaults): RequestHandler {
  return async (req, _res, next) => {
    const fault = faults.take(req.method, req.originalUrl);
    if (fault?.delayMs) {
      await new Promise(resolve => setTimeout(resolve, fault.delayMs));
    }
    next(
      fault?.status === undefined ? undefined : toError(fault.status, fault),
    );
  };
}

function toError(status: number, fault: ArmFault): ArmError {
  const seconds = fault.retryAfterSeconds;
  return new ArmError(
    status,
    {
      code:
        fault.code ?? (status === 429 ? 'TooManyRequests' : 'InternalError'),
      message: fault.message ?? 'The sandbox was told to fail this request.',
    },
    seconds === undefined ? {} : { 'Retry-After': String(seconds) },
  );
}

/** Checks a fault that came over the wire. */
export function parseFault(value: unknown): ArmFault | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return undefined;
  }
  const texts = ['method', 'path', 'code', 'message'];
  const numbers = ['status', 'retryAfterSeconds', 'delayMs', 'times'];
  const fits = Object.entries(value).every(
    ([key, field]) =>
      (texts.includes(key) && typeof field === 'string') ||
      (numbers.includes(key) && Number.isInteger(field) && field >= 0),
  );
  const { status } = value as ArmFault;
  const isStatus = status === undefined || (status >= 400 && status <= 599);
  return fits && isStatus ? (value as ArmFault) : undefined;
}
