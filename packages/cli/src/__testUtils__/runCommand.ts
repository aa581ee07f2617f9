import { Readable } from 'node:stream';
import { runCli } from '../runCli';

export type Result = { code: number; out: string; err: string };

/** Runs a command in this process, from a folder, at a fixed time. */
export async function runCommand(
  args: string[],
  given: { cwd: string; stdin?: string; colour?: boolean },
): Promise<Result> {
  let out = '';
  let err = '';
  const code = await runCli(args, {
    cwd: given.cwd,
    stdin: Readable.from([Buffer.from(given.stdin ?? '')]),
    colour: given.colour ?? false,
    now: () => new Date('2026-11-23T12:00:00Z'),
    write: text => {
      out += text;
    },
    warn: text => {
      err += text;
    },
  });
  return { code, out, err };
}
