import { findKind } from '../resources';
import type { ObjectStore } from '../store';
import { isJson } from '../types';
import type { Json, KubeObject } from '../types';
import type { Attributes } from './readAttributes';
import type { User } from './User';

export type Rule = {
  verbs: string[];
  apiGroups: string[];
  resources: string[];
  resourceNames: string[];
  nonResourceURLs: string[];
};

export type Grants = { rules: Rule[]; problems: string[] };

const VERSION = 'rbac.authorization.k8s.io/v1';

function records(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function toRule(rule: Json): Rule {
  return {
    verbs: texts(rule.verbs),
    apiGroups: texts(rule.apiGroups),
    resources: texts(rule.resources),
    resourceNames: texts(rule.resourceNames),
    nonResourceURLs: texts(rule.nonResourceURLs),
  };
}

function isMeant(subject: Json, user: User, namespace?: string): boolean {
  switch (subject.kind) {
    case 'User':
      return subject.name === user.name;
    case 'Group':
      return user.groups.includes(String(subject.name));
    case 'ServiceAccount': {
      const home = subject.namespace ?? namespace;
      return (
        home !== undefined &&
        user.name === `system:serviceaccount:${home}:${subject.name}`
      );
    }
    default:
      return false;
  }
}

const has = (list: string[], wanted: string) =>
  list.includes('*') || list.includes(wanted);

function matchesPath(pattern: string, path: string): boolean {
  return pattern.endsWith('*')
    ? path.startsWith(pattern.slice(0, -1))
    : pattern === path;
}

/** Whether a rule grants what a request wants to do. */
export function allows(rule: Rule, wanted: Attributes): boolean {
  if (!has(rule.verbs, wanted.verb)) {
    return false;
  }
  if ('path' in wanted) {
    return rule.nonResourceURLs.some(url => matchesPath(url, wanted.path));
  }
  const { group, resource, subresource, name } = wanted;
  const isIt = subresource
    ? has(rule.resources, `${resource}/${subresource}`) ||
      rule.resources.includes(`*/${subresource}`)
    : has(rule.resources, resource);
  return (
    isIt &&
    has(rule.apiGroups, group) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(name))
  );
}

/** Decides by the roles and bindings that are stored. */
export class Rbac {
  readonly #store: ObjectStore;

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** Everything that bindings give a user, in a namespace or outside. */
  grantsFor(user: User, namespace: string): Grants {
    const grants: Grants = { rules: [], problems: [] };
    const bindings = [
      ...this.#list('ClusterRoleBinding'),
      ...(namespace ? this.#list('RoleBinding', namespace) : []),
    ];
    for (const binding of bindings) {
      const home = binding.metadata.namespace;
      if (records(binding.subjects).some(one => isMeant(one, user, home))) {
        this.#addRole(binding, grants);
      }
    }
    return grants;
  }

  /** Whether a user may; if not, what kept roles from being looked at. */
  decide(user: User, wanted: Attributes): { allowed: boolean; reason: string } {
    const namespace = 'path' in wanted ? '' : wanted.namespace;
    const { rules, problems } = this.grantsFor(user, namespace);
    const allowed =
      user.groups.includes('system:masters') ||
      rules.some(rule => allows(rule, wanted));
    const listed =
      problems.length > 1 ? `[${problems.join(', ')}]` : problems[0];
    return { allowed, reason: !allowed && listed ? `RBAC: ${listed}` : '' };
  }

  #addRole(binding: KubeObject, grants: Grants): void {
    const ref = isJson(binding.roleRef) ? binding.roleRef : {};
    const kind = ref.kind === 'Role' ? 'Role' : 'ClusterRole';
    const type = findKind(VERSION, kind);
    const namespace = kind === 'Role' ? binding.metadata.namespace : undefined;
    const role = type && this.#store.get(type, namespace, String(ref.name));
    if (role) {
      grants.rules.push(...records(role.rules).map(toRule));
    } else {
      grants.problems.push(
        `${kind.toLowerCase()}.rbac.authorization.k8s.io "${
          ref.name
        }" not found`,
      );
    }
  }

  #list(kind: string, namespace?: string): KubeObject[] {
    const type = findKind(VERSION, kind);
    return type ? this.#store.list(type, namespace) : [];
  }
}
