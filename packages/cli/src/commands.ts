import type { Command } from './command';

type Entry = {
  /** Half a sentence for the list of commands. */
  summary: string;
  /** Only the command that is called is loaded: starting takes time. */
  load(): Command;
};

export const commands: Record<string, Entry> = {
  check: {
    summary: 'say what is wrong with declarations and manifests',
    load: () =>
      (require('./check/check') as typeof import('./check/check')).check,
  },
  compile: {
    summary: 'turn declarations into objects and DNS records',
    load: () =>
      (require('./compile/compile') as typeof import('./compile/compile'))
        .compile,
  },
  plan: {
    summary: 'say what would be changed in a cluster, in which waves',
    load: () => (require('./plan/plan') as typeof import('./plan/plan')).plan,
  },
  diff: {
    summary: 'say who gains and who loses access by a change',
    load: () => (require('./diff/diff') as typeof import('./diff/diff')).diff,
  },
  explain: {
    summary: 'say why one may call another, or may not',
    load: () =>
      (require('./explain/explain') as typeof import('./explain/explain'))
        .explain,
  },
  evaluate: {
    summary: 'judge requests by manifests',
    load: () =>
      (require('./evaluate/evaluate') as typeof import('./evaluate/evaluate'))
        .evaluate,
  },
  matrix: {
    summary: 'list who can reach whom',
    load: () =>
      (require('./matrix/matrix') as typeof import('./matrix/matrix')).matrix,
  },
  conformance: {
    summary: 'run cases whose verdicts are known',
    load: () =>
      (
        require('./conformance/conformance') as typeof import('./conformance/conformance')
      ).conformance,
  },
};
