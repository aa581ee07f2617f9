import type { JsonObject } from './json';

/** A request as it comes, whatever brought it. */
export type ArmRequest = {
  method: string;
  /** Path with query, below the host. */
  url: string;
  /** By lower-case name. */
  headers: Readonly<Record<string, string | undefined>>;
  /** Text of the body. */
  body?: string;
};

/**
 * An answer. `broken` tells who carries it what the client gets to see:
 * nothing at all (`reset`), or the first half of it (`half`).
 */
export type ArmAnswer = {
  status: number;
  headers: Record<string, string>;
  body?: JsonObject | JsonObject[];
  broken?: 'reset' | 'half';
};

/** An answer with a body and no headers of its own. */
export function answer(status: number, body?: JsonObject): ArmAnswer {
  return { status, headers: {}, ...(body && { body }) };
}
