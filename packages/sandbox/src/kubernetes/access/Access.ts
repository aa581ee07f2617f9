import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../errors';
import type { ObjectStore } from '../store';
import { Rbac } from './Rbac';
import type { Attributes } from './readAttributes';
import { AUDIENCE, Tokens } from './Tokens';
import { ADMINISTRATOR, userOf } from './User';
import type { User } from './User';

/** A user with a token that never ends. */
export type KnownUser = { name: string; token: string; groups?: string[] };

function describe(user: User, wanted: Attributes): string {
  if ('path' in wanted) {
    return `forbidden: User "${user.name}" cannot ${wanted.verb} path "${wanted.path}"`;
  }
  const { verb, group, resource, subresource, namespace, name } = wanted;
  const what = group ? `${resource}.${group}` : resource;
  const which = name ? `${what} "${name}"` : what;
  const part = subresource ? `${resource}/${subresource}` : resource;
  const where = namespace
    ? `in the namespace "${namespace}"`
    : 'at the cluster scope';
  return `${which} is forbidden: User "${user.name}" cannot ${verb} resource "${part}" in API group "${group}" ${where}`;
}

function detailsOf(wanted: Attributes) {
  if ('path' in wanted) {
    return {};
  }
  const { group, resource, name } = wanted;
  return { ...(name && { name }), ...(group && { group }), kind: resource };
}

/** Who makes a request, and whether they may. */
export class Access {
  readonly rbac: Rbac;
  readonly tokens: Tokens;
  readonly #users: readonly KnownUser[];

  constructor(store: ObjectStore, users: readonly KnownUser[] = []) {
    this.rbac = new Rbac(store);
    this.tokens = new Tokens(store);
    this.#users = users;
  }

  /** Without credentials the administrator, else the owner of the token. */
  authenticate(headers: IncomingHttpHeaders): User {
    const header = headers.authorization;
    const user = header === undefined ? ADMINISTRATOR : this.#bearer(header);
    if (!user) {
      throw new ApiError(401, 'Unauthorized');
    }
    return this.#impersonate(user, headers);
  }

  /** Whose token it is. */
  identify(token: string, audience: string = AUDIENCE): User | undefined {
    const known = this.#users.find(one => one.token === token);
    return known
      ? userOf(known.name, { groups: known.groups })
      : this.tokens.check(token, audience);
  }

  /** Refuses, in the API server's words, what nothing grants. */
  authorize(user: User, wanted: Attributes): void {
    const { allowed, reason } = this.rbac.decide(user, wanted);
    if (!allowed) {
      const text = describe(user, wanted);
      throw new ApiError(403, reason ? `${text}: ${reason}` : text, {
        details: detailsOf(wanted),
      });
    }
  }

  #bearer(header: string): User | undefined {
    const [, token] = /^Bearer\s+(\S+)$/i.exec(header) ?? [];
    return token === undefined ? undefined : this.identify(token);
  }

  #impersonate(user: User, headers: IncomingHttpHeaders): User {
    const name = headers['impersonate-user'];
    const listed = headers['impersonate-group'];
    if (typeof name !== 'string') {
      return user;
    }
    // Node joins headers of one name.
    const groups =
      typeof listed === 'string'
        ? listed.split(',').map(one => one.trim())
        : undefined;
    const [, namespace, account] =
      /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) ?? [];
    const about = {
      verb: 'impersonate',
      group: '',
      version: 'v1',
      subresource: '',
    };
    this.authorize(
      user,
      account
        ? { ...about, resource: 'serviceaccounts', namespace, name: account }
        : { ...about, resource: 'users', namespace: '', name },
    );
    for (const group of groups ?? []) {
      this.authorize(user, {
        ...about,
        resource: 'groups',
        namespace: '',
        name: group,
      });
    }
    return userOf(name, { groups });
  }
}
