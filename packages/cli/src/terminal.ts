/** Where a command is called, and where it writes to. */
export type Terminal = {
  cwd: string;
  /** To standard output: results only. */
  write(text: string): void;
  /** To standard error: everything else. */
  warn(text: string): void;
};

/** How a command ends. */
export const EXIT = {
  ok: 0,
  /** The answer is no: a case failed, a call is denied. */
  no: 1,
  /** The input cannot be read. */
  unreadable: 2,
  /** The command was called wrongly, or broke. */
  usage: 3,
} as const;

/** Says what is wrong with how the command was called. */
export class UsageError extends Error {}
