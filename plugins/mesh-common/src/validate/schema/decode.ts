import { isRecord } from '../../evaluate/readJson';
import { parseDuration } from '../text/duration';
import { fits } from './build';
import type { MapNode, Node, NumberNode, ObjectNode, TextNode } from './node';

type At = { value: unknown; path: string; out: string[] };

/**
 * Says where a control plane cannot read a value as the message that a
 * definition describes. It is more lenient than an API server: null is an
 * absent field, texts of digits are numbers, and fields that it does not know
 * are left out.
 */
export function findUnreadable(
  node: Node,
  value: unknown,
  path: string,
): string[] {
  const out: string[] = [];
  visit(node, { value, path, out });
  return out.map(message => `error decoding configuration: ${message}`);
}

function visit(node: Node, at: At): void {
  const { value, path, out } = at;
  if (value === undefined || value === null) return;
  if (node.type === 'object' || node.type === 'map') visitFields(node, at);
  else if (node.type === 'list') visitItems(node.item, at);
  else {
    const wanted = findWanted(node, value);
    if (wanted) out.push(`${path} is no ${wanted}`);
  }
}

function visitFields(
  node: ObjectNode | MapNode,
  { value, path, out }: At,
): void {
  if (!isRecord(value)) {
    out.push(`${path} is no object`);
    return;
  }
  for (const key of Object.keys(value)) {
    const field = node.type === 'map' ? node.item : findField(node, key);
    if (field) visit(field, { value: value[key], path: `${path}.${key}`, out });
  }
}

function findField({ fields }: ObjectNode, key: string): Node | undefined {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

function visitItems(node: Node, { value, path, out }: At): void {
  if (!Array.isArray(value)) {
    out.push(`${path} is no list`);
    return;
  }
  value.forEach((item, index) =>
    visit(node, { value: item, path: `${path}[${index}]`, out }),
  );
}

/** What a scalar should be and is not. */
function findWanted(node: Node, value: unknown): string | undefined {
  if (node.type === 'text') return findWantedText(node, value);
  if (node.type === 'boolean') {
    return typeof value === 'boolean' ? undefined : 'boolean';
  }
  if (node.type !== 'integer' && node.type !== 'number') return undefined;
  return isNumber(value, node) ? undefined : node.format ?? 'number';
}

function findWantedText(
  { values, format }: TextNode,
  value: unknown,
): string | undefined {
  if (values && Number.isInteger(value)) return undefined;
  if (typeof value !== 'string') return 'text';
  if (values && !values.includes(value)) {
    return `one of ${values.join(', ')}: unknown value "${value}"`;
  }
  return format === 'duration' && parseDuration(value) === undefined
    ? `duration: "${value}"`
    : undefined;
}

function isNumber(value: unknown, { type, format }: NumberNode): boolean {
  const integer = type === 'integer';
  const wanted = integer ? /^-?\d{1,20}$/ : /^-?\d{1,20}(\.\d{1,20})?$/;
  if (typeof value === 'string' && !wanted.test(value)) return false;
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number') return false;
  return (!integer || Number.isInteger(number)) && fits(number, format);
}
