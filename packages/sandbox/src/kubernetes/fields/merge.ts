import { isJson } from '../types';
import type { Json } from '../types';
import { childrenOf } from './tree';
import type { Place } from './tree';

/** The live value with everything that an applied configuration says. */
export function mergeApplied(
  live: unknown,
  applied: unknown,
  place: Place,
): unknown {
  if (applied === undefined) {
    return live;
  }
  const left = childrenOf(live, place);
  const right = childrenOf(applied, place);
  if (!left || !right || Array.isArray(live) !== Array.isArray(applied)) {
    return applied;
  }
  const rights = new Map(right.map(child => [child.element, child]));
  const lefts = new Set(left.map(child => child.element));
  const merged = [
    ...left.map(child => {
      const other = rights.get(child.element);
      return other
        ? {
            ...child,
            value: mergeApplied(child.value, other.value, child.place),
          }
        : child;
    }),
    ...right.filter(child => !lefts.has(child.element)),
  ];
  return Array.isArray(live)
    ? merged.map(child => child.value)
    : Object.fromEntries(
        merged.map(child => [child.element.slice(2), child.value]),
      );
}

/** Null says nothing in an applied configuration. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  if (!isJson(value)) {
    return value;
  }
  const kept: Json = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== null) {
      kept[key] = withoutNulls(inner);
    }
  }
  return kept;
}
