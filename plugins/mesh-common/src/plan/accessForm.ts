import type { JsonObject, JsonValue } from '@backstage/types';
import { canonicalJson } from '../objects/canonicalJson';
import { canonicalize } from '../objects/canonicalize';
import type { MeshObject } from '../objects/types';
import { isDryRun } from '../objects/isDryRun';

/** What a policy decides about: calls, or connections in or out. */
export type Direction = 'calls' | 'ingress' | 'egress';

export const DIRECTIONS: readonly Direction[] = ['calls', 'ingress', 'egress'];

/**
 * Of each direction that a policy isolates its pods in, the rules by which it
 * admits; a direction that is absent is left open.
 */
export type AccessForm = Partial<Record<Direction, JsonObject[]>>;

/** A rule that admits everything. */
export const ADMIT_ALL: JsonObject = {};

/**
 * Reads an allowing policy as an access form; undefined for every other
 * object, so also for AuthorizationPolicies that deny, audit or delegate. One
 * that is only tried out isolates nothing.
 */
export function readAccessForm(object: MeshObject): AccessForm | undefined {
  if (
    object.kind !== 'AuthorizationPolicy' &&
    object.kind !== 'NetworkPolicy'
  ) {
    return undefined;
  }
  const spec: JsonObject = canonicalize(object).spec ?? {};
  if (object.kind === 'AuthorizationPolicy') {
    if (isDryRun(object)) {
      return spec.action === 'ALLOW' ? {} : undefined;
    }
    return spec.action === 'ALLOW' && !spec.targetRefs && !spec.targetRef
      ? { calls: rulesOf(spec.rules) }
      : undefined;
  }
  const types = Array.isArray(spec.policyTypes) ? spec.policyTypes : [];
  return {
    ...(types.includes('Ingress') && { ingress: rulesOf(spec.ingress) }),
    ...(types.includes('Egress') && { egress: rulesOf(spec.egress) }),
  };
}

function rulesOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}

/** The policy with other rules; its selector, name and labels stay. */
export function withAccessForm(
  object: MeshObject,
  form: AccessForm,
): MeshObject {
  const { rules: _r, ingress: _i, egress: _e, ...rest } = object.spec ?? {};
  if (object.kind === 'AuthorizationPolicy') {
    const rules = form.calls ?? [];
    return { ...object, spec: { ...rest, ...(rules.length && { rules }) } };
  }
  const { ingress, egress } = form;
  return {
    ...object,
    spec: {
      ...rest,
      policyTypes: [
        ...(ingress ? ['Ingress'] : []),
        ...(egress ? ['Egress'] : []),
      ],
      ...(ingress?.length && { ingress }),
      ...(egress?.length && { egress }),
    },
  };
}

/** Admits what either list admits. */
export function uniteRules(
  before: readonly JsonObject[],
  after: readonly JsonObject[],
): JsonObject[] {
  if ([...before, ...after].some(isAdmitAll)) {
    return [ADMIT_ALL];
  }
  const rules = new Map<string, JsonObject>();
  for (const rule of [...before, ...after]) {
    rules.set(canonicalJson(rule), rule);
  }
  return [...rules]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, rule]) => rule);
}

export function isAdmitAll(rule: JsonObject): boolean {
  return Object.keys(rule ?? {}).length === 0;
}

/** True when two lists hold the same rules, in whatever order. */
export function areSameRules(
  a: readonly JsonObject[] | undefined,
  b: readonly JsonObject[] | undefined,
): boolean {
  return a && b && a !== b
    ? canonicalJson(uniteRules(a, [])) === canonicalJson(uniteRules(b, []))
    : a === b;
}

export function areSameForms(a: AccessForm, b: AccessForm): boolean {
  return DIRECTIONS.every(direction =>
    areSameRules(a[direction], b[direction]),
  );
}

/** True when the policy admits anything at all. */
export function admitsSomething(form: AccessForm): boolean {
  return DIRECTIONS.some(direction => (form[direction]?.length ?? 0) > 0);
}
