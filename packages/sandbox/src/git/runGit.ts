import { execFile } from 'node:child_process';
import { devNull } from 'node:os';

const MAX_OUTPUT = 64 * 1024 * 1024;

/** What git sees of our environment: nothing of the user's configuration. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TMPDIR } = process.env;
  return {
    PATH,
    ...(SystemRoot && { SystemRoot }),
    ...(TMPDIR && { TMPDIR }),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
  };
}

/**
 * Runs git without a shell and returns what it printed.
 */
export function runGit(
  args: string[],
  options: { dir?: string; input?: string | Buffer } = {},
): Promise<Buffer> {
  const { dir, input = '' } = options;
  const all = dir ? [`--git-dir=${dir}`, ...args] : args;
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      all,
      { env: gitEnvironment(), encoding: 'buffer', maxBuffer: MAX_OUTPUT },
      (error, stdout, stderr) =>
        error
          ? reject(new Error(`git ${args[0]}: ${reason(error, stderr)}`))
          : resolve(stdout),
    );
    // Git may end before it read everything; its exit code tells.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

function reason(error: Error, stderr: Buffer): string {
  if ('code' in error && error.code === 'ENOENT') {
    return 'the program git was not found; install it';
  }
  return stderr.toString('utf8').trim() || 'failed';
}
