import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import { isRecord } from '@meshwright/plugin-mesh-common/evaluate';
import { decodeText } from './decodeText';
import { describeError } from './listFiles';
import { parseText } from './parseText';
import type { Problem, Source } from './types';

type Where = {
  source: Source;
  /** Folder that files have to be in; absent where there is none. */
  root: string | undefined;
};

const KEYS = ['$text', '$json', '$yaml', '$openapi', '$asyncapi'];
const LIMIT = 16 * 2 ** 20;

/**
 * Puts the content of local files in the place of `$text`, `$json` and
 * `$yaml`, as the catalog does. Nothing is fetched and no file outside the
 * folder is read: such a placeholder stays, and is a problem.
 */
export async function resolvePlaceholders(
  entity: Entity,
  where: Where,
): Promise<{ entity: Entity; problems: Problem[] }> {
  const problems: Problem[] = [];
  const fill = async (value: unknown): Promise<unknown> => {
    if (Array.isArray(value)) return Promise.all(value.map(fill));
    if (!isRecord(value)) return value;
    const entries = Object.entries(value);
    const [[key, target] = ['', undefined]] = entries;
    if (entries.length === 1 && KEYS.includes(key)) {
      const read = await readTarget(key, String(target), where);
      if ('value' in read) return read.value;
      problems.push({
        file: where.source.file,
        line: where.source.line,
        message: `${key}: ${String(target)} of ${entity.kind} '${
          entity.metadata.name
        }' stays out: ${read.problem}`,
      });
      return value;
    }
    const filled = await Promise.all(
      entries.map(async ([name, part]) => [name, await fill(part)] as const),
    );
    return Object.fromEntries(filled);
  };
  return hasPlaceholder(entity)
    ? { entity: (await fill(entity)) as Entity, problems }
    : { entity, problems };
}

function hasPlaceholder(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasPlaceholder);
  if (!isRecord(value)) return false;
  return Object.entries(value).some(
    ([key, part]) => KEYS.includes(key) || hasPlaceholder(part),
  );
}

type Read = { value: unknown } | { problem: string };

async function readTarget(
  key: string,
  target: string,
  { source, root }: Where,
): Promise<Read> {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) {
    return { problem: 'nothing is fetched from elsewhere' };
  }
  if (root === undefined || source.absolute === undefined) {
    return { problem: 'standard input has no folder' };
  }
  try {
    const path = resolve(dirname(source.absolute), target);
    const real = await realpath(path);
    if (!real.startsWith(root + sep)) {
      return { problem: 'it leads out of the given folder' };
    }
    const facts = await stat(real);
    if (!facts.isFile()) return { problem: 'it is no regular file' };
    if (facts.size > LIMIT) return { problem: 'it is larger than 16 MiB' };
    return toValue(key, target, await readFile(real));
  } catch (error) {
    return { problem: describeError(error) };
  }
}

function toValue(key: string, target: string, bytes: Uint8Array): Read {
  const decoded = decodeText(bytes);
  if ('problem' in decoded) return decoded;
  if (key !== '$json' && key !== '$yaml') return { value: decoded.text };
  const parsed = parseText(decoded.text, key === '$json' ? 'json' : 'yaml');
  if ('value' in parsed) return { value: parsed.value };
  const { line = 1, problem } = parsed;
  return { problem: `${target}:${line}: ${problem}` };
}
