import type { JsonObject, JsonValue } from '@backstage/types';
import type { MeshObject } from '../objects/types';
import type { Direction } from './accessForm';
import type { Admitted } from './Admitted';
import { deadlineOf } from './admittedUntil';
import type { PortMove } from './portMoves';

/** A policy, and what old it admits: until when, where that is known. */
export type Carry = {
  object: MeshObject;
  kept: Map<string, string | undefined>;
  /** Those of its own ports that keep their old number as well. */
  ports: PortMove[];
  /** It stays as it is, whatever becomes of others. */
  isFixed?: boolean;
};

/** What is known about the policy that is carried over. */
export type CarryContext = {
  /** The policies of the same workload as they are now. */
  live: readonly MeshObject[];
  /** The policy itself as it is now. */
  same?: MeshObject;
  /** Whom these admit. */
  admitted: Admitted;
  /** True where no policy stands in the way now. */
  isOpen: (direction: Direction) => boolean;
  now?: string;
};

/** Notes that something old stays; false when its time is over. */
export function remember(
  what: string,
  options: Pick<Carry, 'kept'> & Pick<CarryContext, 'live' | 'now'>,
): boolean {
  const { kept, live, now } = options;
  if (kept.has(what)) return true;
  const until = now === undefined ? undefined : deadlineOf({ what, live, now });
  if (now !== undefined && until === undefined) return false;
  kept.set(what, until);
  return true;
}

export function isAllowing({ kind, spec }: MeshObject): boolean {
  return kind === 'AuthorizationPolicy' && spec?.action === 'ALLOW';
}

export function withSpec(object: MeshObject, fields: JsonObject): MeshObject {
  return { ...object, spec: { ...object.spec, ...fields } };
}

export function toList(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** The items of a list that are objects. */
export function toObjects(value: JsonValue | undefined): JsonObject[] {
  return toList(value).filter(
    (item): item is JsonObject => typeof item === 'object' && item !== null,
  );
}
