import { isRecord } from '../../evaluate/readJson';
import type { Json } from '../schema/node';

/**
 * Readers of JSON in the way of protocol buffers: null is an absent field,
 * absent scalars have their zero value, and numbers may be texts.
 */

export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Undefined when there is no message. */
export function toMessage(value: unknown): Json | undefined {
  return isRecord(value) ? value : undefined;
}

/** Undefined for each item that is null. */
export function toMessages(value: unknown): (Json | undefined)[] {
  return Array.isArray(value) ? value.map(toMessage) : [];
}

/** The texts of a list; what is none counts as an empty one. */
export function toItems(value: unknown): string[] {
  return Array.isArray(value) ? value.map(toString) : [];
}

export function toString(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function toNumber(value: unknown): number {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
}

/** The entries of a map whose values are messages. */
export function toMessageEntries(value: unknown): [string, Json | undefined][] {
  return Object.entries(toMessage(value) ?? {}).map(([key, item]) => [
    key,
    toMessage(item),
  ]);
}

/** The entries of a map whose values are texts. */
export function toTextEntries(value: unknown): [string, string][] {
  return Object.entries(toMessage(value) ?? {}).map(([key, item]) => [
    key,
    toString(item),
  ]);
}

/** Name of a value of an enumeration, the first when there is none. */
export function toName(value: unknown, names: readonly string[]): string {
  if (typeof value === 'number') return names[value] ?? String(value);
  return typeof value === 'string' ? value : names[0] ?? '';
}
