/** Who makes a request, as authorization sees it. */
export type User = {
  name: string;
  uid?: string;
  groups: readonly string[];
};

const MASTERS = 'system:masters';
const AUTHENTICATED = 'system:authenticated';

/** Whoever comes without credentials: the sandbox is on loopback. */
export const ADMINISTRATOR: User = {
  name: 'sandbox-admin',
  groups: [MASTERS, AUTHENTICATED],
};

/** A user with the groups that go with the name. */
export function userOf(
  name: string,
  options: { uid?: string; groups?: readonly string[] } = {},
): User {
  const [, kind, namespace] =
    /^system:(serviceaccount):([^:]+):/.exec(name) ?? [];
  const given =
    options.groups ??
    (kind
      ? ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]
      : []);
  const last =
    name === 'system:anonymous' ? 'system:unauthenticated' : AUTHENTICATED;
  return {
    name,
    ...(options.uid && { uid: options.uid }),
    groups: [...new Set([...given, last])],
  };
}
