import { inspect } from 'node:util';
import type { Knex } from 'knex';

/** Where knex says what it otherwise writes to the console. */
export function toLog(tell: (text: string) => void): Knex.Logger {
  const say = (message: unknown) => tell(inspect(message, { depth: 8 }));
  return { warn: say, error: say, debug: say, deprecate: say };
}
