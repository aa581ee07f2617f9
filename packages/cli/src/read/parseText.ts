import { parseJson } from './parseJson';
import { parseYaml } from './parseYaml';

/** Deeper than any manifest; what is deeper only wants to break readers. */
export const MAX_DEPTH = 100;

/** A document as plain JSON, or why it is none and where (from 1). */
export type Parsed =
  | { value: unknown }
  | { problem: string; line?: number; column?: number };

/** Never throws, whatever the text. */
export function parseText(text: string, format: 'yaml' | 'json'): Parsed {
  try {
    return format === 'json' ? parseJson(text) : parseYaml(text);
  } catch (error) {
    return error instanceof RangeError
      ? { problem: 'It is nested too deeply' }
      : { problem: describe(error) };
  }
}

function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? message;
}
