import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { decodeText } from '../read/decodeText';
import { describeError } from '../read/listFiles';
import { parseText } from '../read/parseText';
import { UnreadableError } from '../terminal';

/** The one document of a file that an option names, JSON or YAML. */
export async function readDataFile(
  path: string,
  cwd: string,
): Promise<unknown> {
  const text = await readText(path, cwd);
  const parsed = parseText(text, path.endsWith('.json') ? 'json' : 'yaml');
  if ('value' in parsed) return parsed.value;
  const { line = 1, problem } = parsed;
  throw new UnreadableError(`${path}:${line}: ${problem}`);
}

async function readText(path: string, cwd: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(resolve(cwd, path));
  } catch (error) {
    throw new UnreadableError(`${path}: ${describeError(error)}`);
  }
  const decoded = decodeText(bytes);
  if ('text' in decoded) return decoded.text;
  throw new UnreadableError(`${path}: ${decoded.problem}`);
}
