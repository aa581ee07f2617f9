import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs `go` in one of our modules; what it printed. */
export async function go(args: string[], cwd: string): Promise<string> {
  try {
    const { stdout } = await execute('go', args, {
      cwd,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, GOTOOLCHAIN: 'local', GOWORK: 'off' },
    });
    return stdout;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const tail = (stderr || message).trim().split('\n').slice(-10).join('\n');
    throw new Error(`Building the control plane failed:\n${tail}`);
  }
}
