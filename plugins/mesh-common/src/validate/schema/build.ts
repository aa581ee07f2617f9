import type {
  BooleanNode,
  EitherNode,
  Fields,
  ListNode,
  MapNode,
  Node,
  NumberNode,
  ObjectNode,
  TextNode,
} from './node';
import { toRelease } from './release';

const UINT32 = 2 ** 32 - 1;
const INT32 = 2 ** 31;

export function object(
  fields: Fields,
  options: Partial<Omit<ObjectNode, 'type' | 'fields'>> = {},
): ObjectNode {
  return {
    type: 'object',
    fields,
    open: false,
    required: [],
    choices: [],
    rules: [],
    ...options,
  };
}

/** An object that nothing is known about. */
export const anything = object({}, { open: true });

export function list(
  item: Node,
  options: Partial<Omit<ListNode, 'type' | 'item'>> = {},
): ListNode {
  return { type: 'list', item, min: 0, max: Infinity, rules: [], ...options };
}

export function map(
  item: Node,
  options: Partial<Omit<MapNode, 'type' | 'item'>> = {},
): MapNode {
  return { type: 'map', item, min: 0, max: Infinity, rules: [], ...options };
}

export function text(options: Partial<Omit<TextNode, 'type'>> = {}): TextNode {
  return { type: 'text', min: 0, max: Infinity, rules: [], ...options };
}

export function oneOf(...values: string[]): TextNode {
  return text({ values });
}

type NumberOptions = Partial<Omit<NumberNode, 'type'>>;

export function integer(options: NumberOptions = {}): NumberNode {
  return {
    type: 'integer',
    min: -Infinity,
    max: Infinity,
    rules: [],
    ...options,
  };
}

/** An integer of 32 bits with a sign. */
export function int32(options: NumberOptions = {}): NumberNode {
  return integer({ format: 'int32', ...options });
}

/** An integer of 64 bits without a sign. */
export function uint64(): NumberNode {
  return integer({ format: 'uint64', min: 0 });
}

/** Whether a number fits into its bits. */
export function fits(value: number, format: NumberNode['format']): boolean {
  if (format === 'int32') return value >= -INT32 && value < INT32;
  if (format === undefined) return true;
  return value >= 0 && (format === 'uint64' || value <= UINT32);
}

/** An integer of 32 bits without a sign. */
export function uint32(options: NumberOptions = {}): NumberNode {
  return integer({ format: 'uint32', min: 0, max: UINT32, ...options });
}

export function fraction(options: NumberOptions = {}): NumberNode {
  return { ...integer(options), type: 'number' };
}

export const boolean: BooleanNode = { type: 'boolean' };

export function either(number: NumberNode, other: TextNode): EitherNode {
  return { type: 'either', number, text: other };
}

/** The same, where null is a value as well. */
export function nullable<T extends Node>(node: T): T {
  return { ...node, nullable: true };
}

/** The same, for fields that older control planes do not know. */
export function since<T extends Node>(version: string, node: T): T {
  return { ...node, since: toRelease(version) };
}
