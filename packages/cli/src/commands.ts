import type { Command } from './command';

type Entry = {
  /** Half a sentence for the list of commands. */
  summary: string;
  /** Only the command that is called is loaded: starting takes time. */
  load(): Promise<Command>;
};

export const commands: Record<string, Entry> = {
  check: {
    summary: 'say what is wrong with declarations and manifests',
    load: async () => unwrap(await import('./check/check')).check,
  },
  compile: {
    summary: 'turn declarations into objects and DNS records',
    load: async () => unwrap(await import('./compile/compile')).compile,
  },
  plan: {
    summary: 'say what would be changed in a cluster, in which waves',
    load: async () => unwrap(await import('./plan/plan')).plan,
  },
  diff: {
    summary: 'say who gains and who loses access by a change',
    load: async () => unwrap(await import('./diff/diff')).diff,
  },
  explain: {
    summary: 'say why one may call another, or may not',
    load: async () => unwrap(await import('./explain/explain')).explain,
  },
  evaluate: {
    summary: 'judge requests by manifests',
    load: async () => unwrap(await import('./evaluate/evaluate')).evaluate,
  },
  matrix: {
    summary: 'list who can reach whom',
    load: async () => unwrap(await import('./matrix/matrix')).matrix,
  },
  conformance: {
    summary: 'run cases whose verdicts are known',
    load: async () =>
      unwrap(await import('./conformance/conformance')).conformance,
  },
};

/** A native import() of CommonJS has what is exported under `default`. */
function unwrap<T extends object>(loaded: T): T {
  return 'default' in loaded ? (loaded.default as T) : loaded;
}
