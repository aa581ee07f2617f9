import { isDeepStrictEqual } from 'node:util';
import type { StatusCause } from '../../errors';
import { isJson } from '../../types';
import type { Json, KubeObject } from '../../types';
import { invalidValue, notSupported, required } from '../causes';
import { items, record } from './parts';

function isEmpty(value: unknown): boolean {
  return !Array.isArray(value) || value.length === 0;
}

function checkRule([rule, at]: [Json, string]): StatusCause[] {
  const needs = (key: string, why: string) =>
    isEmpty(rule[key]) ? [required(`${at}.${key}`, why)] : [];
  const verbs = needs('verbs', 'verbs must contain at least one value');
  if (!isEmpty(rule.nonResourceURLs)) {
    return verbs;
  }
  return [
    ...verbs,
    ...needs('apiGroups', 'resource rules must supply at least one api group'),
    ...needs('resources', 'resource rules must supply at least one resource'),
  ];
}

function checkSubject([subject, at]: [Json, string]): StatusCause[] {
  const kinds = ['ServiceAccount', 'User', 'Group'];
  const name = subject.name ? [] : [required(`${at}.name`)];
  return kinds.includes(String(subject.kind))
    ? name
    : [...name, notSupported(`${at}.kind`, subject.kind, kinds)];
}

function checkBinding(
  object: KubeObject,
  before: KubeObject | undefined,
): StatusCause[] {
  const ref = record(object.roleRef);
  const kinds =
    object.kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const old = before && record(before.roleRef);
  const shown = { APIGroup: ref.apiGroup, Kind: ref.kind, Name: ref.name };
  return [
    ...(kinds.includes(String(ref.kind))
      ? []
      : [notSupported('roleRef.kind', ref.kind ?? '', kinds)]),
    ...(ref.name ? [] : [required('roleRef.name')]),
    ...items(object.subjects, 'subjects').flatMap(checkSubject),
    ...(old && !isDeepStrictEqual(old, ref)
      ? [invalidValue('roleRef', shown, 'cannot change roleRef')]
      : []),
  ];
}

/** What roles and bindings ask of themselves. */
export function checkRbac(
  object: KubeObject,
  before: KubeObject | undefined,
): StatusCause[] {
  switch (object.kind) {
    case 'Role':
    case 'ClusterRole':
      return items(object.rules, 'rules').flatMap(checkRule);
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return checkBinding(object, before);
    default:
      return [];
  }
}

/** A binding with what goes without saying. */
export function completeBinding(object: KubeObject): KubeObject {
  const group = 'rbac.authorization.k8s.io';
  const ref = isJson(object.roleRef) ? object.roleRef : {};
  const subjects = Array.isArray(object.subjects)
    ? object.subjects.map(one =>
        isJson(one) && one.kind !== 'ServiceAccount'
          ? { ...one, apiGroup: one.apiGroup ?? group }
          : one,
      )
    : undefined;
  return {
    ...object,
    ...(subjects && { subjects }),
    roleRef: { ...ref, apiGroup: ref.apiGroup || group },
  };
}
