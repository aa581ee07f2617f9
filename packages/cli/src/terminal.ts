/** Where a command is called, and where it writes to. */
export type Terminal = {
  cwd: string;
  /** To standard output: results only. */
  write(text: string): void;
  /** To standard error: everything else. */
  warn(text: string): void;
  /** Standard input, for `-`. */
  stdin: AsyncIterable<Uint8Array>;
  /** True where results may have colours. */
  colour: boolean;
  now(): Date;
};

/** How a command ends. */
export const EXIT = {
  ok: 0,
  /** The answer is no: a case failed, a call is denied, something was found. */
  no: 1,
  /** Some of the input cannot be read. */
  unreadable: 2,
  /** The command was called wrongly, or broke. */
  usage: 3,
} as const;

/** Says what is wrong with how the command was called. */
export class UsageError extends Error {}

/** Says that input without which there is no answer cannot be read. */
export class UnreadableError extends Error {}
