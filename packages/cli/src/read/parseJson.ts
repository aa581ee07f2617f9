import { visit } from 'jsonc-parser';
import { MAX_DEPTH, type Parsed } from './parseText';

type Objection = { problem: string; line: number; column: number };

/** Reads one document of JSON. */
export function parseJson(text: string): Parsed {
  const { objection, firstError } = inspect(text);
  try {
    const value = JSON.parse(text) as unknown;
    return objection ?? { value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {
      problem: 'It is no JSON: it breaks off or is malformed',
      ...firstError,
    };
  }
}

/** What JSON.parse does not say: keys that are there twice, and places. */
function inspect(text: string): {
  objection?: Objection;
  firstError?: { line: number; column: number };
} {
  const found: ReturnType<typeof inspect> = {};
  const open: Array<Map<string, number> | undefined> = [];
  const begin = (place: Position, keys?: Map<string, number>) => {
    open.push(keys);
    const isTooDeep = open.length > MAX_DEPTH;
    if (isTooDeep) {
      found.objection ??= { problem: 'It is nested too deeply', ...place };
    }
    return !isTooDeep;
  };
  visit(text, {
    onObjectBegin: (...at) => begin(toPosition(at), new Map()),
    onArrayBegin: (...at) => begin(toPosition(at)),
    onObjectEnd: () => void open.pop(),
    onArrayEnd: () => void open.pop(),
    onObjectProperty(key, ...at) {
      const keys = open.at(-1);
      const first = keys?.get(key);
      const position = toPosition(at);
      keys?.set(key, position.line);
      if (first === undefined) return;
      found.objection ??= {
        problem: `Key '${key}' is there twice, first in line ${first}; only one can count`,
        ...position,
      };
    },
    onError(_, ...at) {
      found.firstError ??= toPosition(at);
    },
  });
  return found;
}

type Position = { line: number; column: number };

/** Of offset, length, line and character, the last two from 0. */
function toPosition(at: readonly unknown[]): Position {
  return { line: Number(at[2]) + 1, column: Number(at[3]) + 1 };
}
