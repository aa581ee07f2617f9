import { openSync, readSync, closeSync } from 'node:fs';
import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
} from 'yaml';
import { decodeText } from './decodeText';
import type { Place, Source } from './types';

type Parsed = { contents: unknown; lines: LineCounter };

/** More than this is not parsed again only to name a line. */
const LIMIT = 4 * 2 ** 20;

/**
 * Finds the lines and columns of parts of documents. Documents are read
 * again, so that only the last one is held.
 */
export class Locator {
  #last?: { key: string; parsed: Parsed | undefined };

  /** The deepest part that is there; at least where the document starts. */
  locate(source: Source, path: readonly string[]): Place {
    const { file, line } = source;
    const parsed = this.#parse(source);
    if (!parsed) return { file, line };
    const offset = findOffset(parsed.contents, [...source.path, ...path]);
    if (offset === undefined) return { file, line };
    const found = parsed.lines.linePos(offset);
    return { file, line: line + found.line - 1, column: found.col };
  }

  #parse(source: Source): Parsed | undefined {
    const key = `${source.file}:${source.offset}`;
    if (this.#last?.key !== key) {
      this.#last = { key, parsed: parse(source) };
    }
    return this.#last?.parsed;
  }
}

/** JSON is YAML. What does not parse any more has no lines. */
function parse(source: Source): Parsed | undefined {
  const text = source.text ?? readAgain(source);
  if (text === undefined || text.length > LIMIT) return undefined;
  const lines = new LineCounter();
  try {
    const { contents } = parseDocument(text, {
      lineCounter: lines,
      uniqueKeys: false,
      logLevel: 'silent',
    });
    return { contents, lines };
  } catch {
    return undefined;
  }
}

function readAgain({ absolute, offset, length }: Source): string | undefined {
  if (absolute === undefined || length > LIMIT) return undefined;
  try {
    const file = openSync(absolute, 'r');
    try {
      const bytes = Buffer.alloc(length);
      readSync(file, bytes, 0, length, offset);
      const decoded = decodeText(bytes);
      return 'text' in decoded ? decoded.text : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

function findOffset(
  contents: unknown,
  path: readonly string[],
): number | undefined {
  let node = contents;
  let offset = startOf(contents);
  for (const key of path) {
    const next = step(node, key);
    if (!next) break;
    node = next.value;
    offset = next.offset ?? offset;
  }
  return offset;
}

function step(
  node: unknown,
  key: string,
): { value: unknown; offset?: number } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(
      item => isScalar(item.key) && String(item.key.value) === key,
    );
    return pair && { value: pair.value, offset: startOf(pair.key) };
  }
  if (!isSeq(node)) return undefined;
  // Pointers into lists that the catalog sorts name the value.
  const value =
    node.items.find(item => isScalar(item) && item.value === key) ??
    node.items[Number(key)];
  if (value === undefined) return undefined;
  return { value, offset: startOf(isPair(value) ? value.key : value) };
}

function startOf(node: unknown): number | undefined {
  const { range } = node as { range?: [number, number, number] };
  return range?.[0];
}
