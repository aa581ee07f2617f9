import type { Expression, Parts } from './Expression';

const INDENT = '  ';
const WIDTH = 80;
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const LITERALS = ['true', 'false', 'null'];

/** Something that is declared at the top of a Bicep file. */
export type Declaration = {
  /** For `@description`. */
  description?: string;
  /** All before the value, for example `param location string =`. */
  head: string;
  value?: Expression;
};

/** Writes a file as Bicep's own formatter would. */
export function printBicep(declarations: readonly Declaration[]): string {
  const blocks = declarations.map(({ description, head, value }) => {
    const decorator =
      description === undefined
        ? []
        : [`@description(${printText([description])})`];
    const body =
      value === undefined
        ? head
        : `${head} ${print(value, { indent: '', used: head.length + 1 })}`;
    return [...decorator, body].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

/** Where a value begins. */
type Position = { indent: string; used: number };

function print(value: Expression, { indent, used }: Position): string {
  const inner = indent + INDENT;
  switch (value.kind) {
    case 'scalar':
      return printScalar(value.value);
    case 'text':
      return printText(value.parts);
    case 'code':
      return value.code;
    case 'call':
      return printCall(value, { indent, used });
    case 'array':
      return wrap(
        value.items.map(item =>
          print(item, { indent: inner, used: inner.length }),
        ),
        { open: '[', close: ']', indent },
      );
    default:
      return wrap(
        value.entries.map(([key, item]) => {
          const before = `${printKey(key)}: `;
          const start = inner.length + before.length;
          return before + print(item, { indent: inner, used: start });
        }),
        { open: '{', close: '}', indent },
      );
  }
}

/** One line for each; none at all when there is nothing. */
function wrap(
  lines: string[],
  { open, close, indent }: { open: string; close: string; indent: string },
): string {
  return lines.length === 0
    ? open + close
    : [open, ...lines.map(line => indent + INDENT + line), indent + close].join(
        '\n',
      );
}

/** On one line when it fits. */
function printCall(
  { name, given }: Extract<Expression, { kind: 'call' }>,
  { indent, used }: Position,
): string {
  const texts = given.map(value => printText([value]));
  const line = `${name}(${texts.join(', ')})`;
  if (used + line.length <= WIDTH) {
    return line;
  }
  const lines = texts.map(
    (value, index) => `${value}${index < texts.length - 1 ? ',' : ''}`,
  );
  return wrap(lines, { open: `${name}(`, close: ')', indent });
}

/** Bicep has whole numbers only. */
function printScalar(value: number | boolean | null): string {
  return typeof value === 'number' && !Number.isSafeInteger(value)
    ? `json('${value}')`
    : String(value);
}

/** Quotes a key only when it must be. */
function printKey(key: Parts): string {
  const [only] = key;
  return key.length === 1 &&
    typeof only === 'string' &&
    IDENTIFIER.test(only) &&
    !LITERALS.includes(only)
    ? only
    : printText(key);
}

/** Text between single quotes. */
export function printText(parts: Parts): string {
  const inner = parts.map(part =>
    typeof part === 'string' ? escape(part) : `\${${part.code}}`,
  );
  return `'${inner.join('')}'`;
}

function escape(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('${', '\\${')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(
      /[\p{Cc}\u2028\u2029\ufeff]/gu,
      character => `\\u{${character.charCodeAt(0).toString(16)}}`,
    );
}
