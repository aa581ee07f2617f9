// Starts processes and ends them again, whatever happens to us.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const GRACE_MS = 8_000;

/** Keeps track of the processes that were started. */
export class Children {
  #children = new Map();
  #logs;
  #stopping = false;

  constructor({ logs }) {
    this.#logs = logs;
    if (logs) {
      mkdirSync(logs, { recursive: true });
    }
  }

  /**
   * `onExit` is told when the process ends although nobody asked for it. With
   * `group` it leads a process group of its own, which is ended with it.
   */
  start(name, command, { args, cwd, env, ipc, group, onExit }) {
    const log = this.#logs && openSync(join(this.#logs, `${name}.log`), 'w');
    const output = log ?? 'inherit';
    const child = spawn(command, args, {
      cwd,
      env,
      detached: group ?? false,
      stdio: ['ignore', output, output, ...(ipc ? ['ipc'] : [])],
    });
    if (log) {
      closeSync(log);
    }
    this.#children.set(name, { child, group });
    child.once('error', error => onExit?.(error.message));
    child.once('exit', (code, signal) => {
      this.#children.delete(name);
      if (!this.#stopping) {
        onExit?.(`ended with ${signal ?? `code ${code}`}`);
      }
    });
    return child;
  }

  /** The last lines that a process printed, for an error message. */
  tail(name) {
    if (!this.#logs) {
      return '';
    }
    const text = readFileSync(join(this.#logs, `${name}.log`), 'utf8');
    return text.trim().split('\n').slice(-15).join('\n');
  }

  /** Ends everything: politely, then not. */
  async stop() {
    this.#stopping = true;
    await Promise.all([...this.#children.values()].map(end));
  }
}

function signalTo({ child, group }, signal) {
  try {
    process.kill(group ? -child.pid : child.pid, signal);
  } catch {
    // It ended in the meantime.
  }
}

function end(started) {
  const { child } = started;
  return new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    const force = setTimeout(() => signalTo(started, 'SIGKILL'), GRACE_MS);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    signalTo(started, 'SIGTERM');
  });
}
