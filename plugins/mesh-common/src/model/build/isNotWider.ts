import { canonicalJson } from '../../objects/canonicalJson';
import type { Need } from '../types';

/** True when a need asks no more than one that was in force. */
export function isNotWider(now: Need, then: Need): boolean {
  return (
    (['ports', 'methods', 'paths', 'operations'] as const).every(key =>
      isPart(now[key], then[key]),
    ) &&
    (!then.window || sameJson(now.window, then.window))
  );
}

/** True when both name the same operations, or none. */
export function namesSame(now: Need, then: Need): boolean {
  return sameJson(now.operations, then.operations);
}

function isPart(now: string[] | undefined, then: string[] | undefined) {
  return !then || (now?.every(value => then.includes(value)) ?? false);
}

function sameJson(a: object | undefined, b: object | undefined): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}
