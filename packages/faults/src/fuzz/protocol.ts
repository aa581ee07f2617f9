/** What a thrower is to do. */
export type Job = {
  target: string;
  seed: string;
  /** Numbers of attempts, from the first to before the last. */
  from: number;
  to: number;
  milliseconds: number;
};

/** What it tells. */
export type Report =
  | { type: 'ready' }
  | { type: 'attempt'; number: number }
  | { type: 'finding'; number: number; text: string }
  | { type: 'end'; count: number; slowest: number; megabytes: number };
