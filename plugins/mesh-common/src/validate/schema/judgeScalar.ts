import { fits } from './build';
import type { Judgement } from './Judgement';
import type { NumberNode, TextNode } from './node';
import { inBody, inType, invalid, wrongType } from './words';

/** A value, where it is, and who collects what is wrong with it. */
export type At = { value: unknown; path: string; out: Judgement };

/** Longest text that is held against a pattern. */
const LONGEST = 4096;

export function visitText(node: TextNode, { value, path, out }: At): void {
  if (typeof value !== 'string') {
    out.shape(path, wrongType(path, 'string', value));
    return;
  }
  const { min, max, pattern, values } = node;
  const before = out.shapes;
  if (values && !values.includes(value)) {
    const known = values.map(each => `"${each}"`).join(', ');
    const shown = JSON.stringify(value);
    out.shape(
      path,
      `${path}: Unsupported value: ${shown}: supported values: ${known}`,
    );
  }
  if (value.length < min) {
    out.shape(path, inBody(path, value, `be at least ${min} chars long`));
  }
  if (value.length > max && [...value].length > max) {
    out.shape(path, `${path}: Too long: may not be more than ${max} bytes`);
  }
  if (pattern && (value.length > LONGEST || !pattern.test(value))) {
    out.shape(path, inBody(path, value, `match '${pattern.source}'`));
  }
  if (node.format === 'byte' && !isBase64(value)) {
    out.shape(path, inType(path, 'byte', value));
  }
  if (out.shapes === before) out.rules<string>(node.rules, value, path);
}

function isBase64(value: string): boolean {
  return value.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(value);
}

export function visitNumber(node: NumberNode, { value, path, out }: At): void {
  const { type, min, max, format } = node;
  const isNumber = typeof value === 'number';
  if (!isNumber || (type === 'integer' && !Number.isInteger(value))) {
    out.shape(path, wrongType(path, type, value));
    return;
  }
  const before = out.shapes;
  if (value < min) {
    const what = `be greater than or equal to ${min}`;
    out.shape(path, inBody(path, value, what));
  }
  if (value > max) {
    out.shape(path, inBody(path, value, `be less than or equal to ${max}`));
  }
  if (format === 'int32' && !fits(value, format)) {
    const what = 'Checked value must be of type integer with format int32';
    out.shape(path, invalid(path, '""', `${what} in ${path}`));
  }
  if (out.shapes === before) out.rules<number>(node.rules, value, path);
}

export function visitBoolean({ value, path, out }: At): void {
  if (typeof value !== 'boolean') {
    out.shape(path, wrongType(path, 'boolean', value));
  }
}
