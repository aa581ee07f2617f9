import { styleText } from 'node:util';
import type { Terminal } from '../terminal';

type Look = Parameters<typeof styleText>[0];

/** Colours text where the terminal has colours. */
export type Paint = (look: Look, text: string) => string;

export function createPaint({ colour }: Pick<Terminal, 'colour'>): Paint {
  return (look, text) =>
    colour ? styleText(look, text, { validateStream: false }) : text;
}

/**
 * Text of files as a terminal may show it: what would move its cursor or
 * change its colours is written out.
 */
export function printable(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
