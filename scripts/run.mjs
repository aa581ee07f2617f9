// Runs a command to its end, and ends it when we are asked to end.
import { spawn } from 'node:child_process';

const running = new Set();

/** Ends what `run` started and is still running. */
export function endRuns() {
  for (const child of running) {
    child.kill('SIGTERM');
  }
}

/**
 * Resolves to what the command printed. Rejects with the last lines when it
 * fails.
 */
export function run(command, args, { cwd, env, what }) {
  return new Promise((resolve, reject) => {
    const output = [];
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    child.stdout.on('data', chunk => output.push(chunk));
    child.stderr.on('data', chunk => output.push(chunk));
    child.once('error', reject);
    child.once('close', code => {
      running.delete(child);
      const text = Buffer.concat(output).toString();
      if (code === 0) {
        resolve(text);
        return;
      }
      const tail = text.trim().split('\n').slice(-30).join('\n');
      reject(new Error(`${what} failed:\n${tail}`));
    });
  });
}
