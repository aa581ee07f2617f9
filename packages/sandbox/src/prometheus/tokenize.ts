import { PromError } from './PromError';

/** A piece of an expression. */
export type Token = {
  kind: 'name' | 'string' | 'duration' | 'sign' | 'end';
  text: string;
};

// A duration comes first: it would be read as another word otherwise.
const PATTERN =
  /\s+|(\d+(?:ms|[smhdwy])(?:\d+(?:ms|[smhdwy]))*)|([a-zA-Z_:][a-zA-Z0-9_:]*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)|(!=|=~|!~|==|>=|<=|[-+*/%^<>=(){}[\],@.\d])/y;

/** Cuts an expression into pieces. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    PATTERN.lastIndex = position;
    const match = PATTERN.exec(text);
    if (!match) {
      throw new PromError(
        `parse error at character ${position + 1}: unexpected '${
          text[position]
        }'`,
      );
    }
    const [whole, duration, name, string, sign] = match;
    if (duration) {
      tokens.push({ kind: 'duration', text: duration });
    } else if (name) {
      tokens.push({ kind: 'name', text: name });
    } else if (string) {
      tokens.push({ kind: 'string', text: unquote(string) });
    } else if (sign) {
      tokens.push({ kind: 'sign', text: sign });
    }
    position += whole.length;
  }
  return [...tokens, { kind: 'end', text: 'the end' }];
}

function unquote(text: string): string {
  const inner = text.slice(1, -1);
  if (text.startsWith('`')) {
    return inner;
  }
  const known: Record<string, string> = { n: '\n', t: '\t', r: '\r' };
  return inner.replace(/\\(.)/g, (_, character: string) => {
    if (/[\\"']/.test(character)) {
      return character;
    }
    if (character in known) {
      return known[character];
    }
    throw new PromError(
      `parse error: unknown escape sequence '\\${character}'`,
    );
  });
}
