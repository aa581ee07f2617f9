import type { CallParty, CallRequest, WorldOptions } from './types';

/** A party in words: `checkout in shop`. */
export function describeParty({
  namespace,
  labels,
  serviceAccount,
}: CallParty): string {
  const name = labels['app.kubernetes.io/name'] ?? labels.app ?? serviceAccount;
  return `${name ?? 'a pod'} in ${namespace || 'no namespace'}`;
}

/** The identity that a party presents on mutual TLS. */
export function describeIdentity(
  { trustDomain }: WorldOptions,
  { principal, namespace, serviceAccount }: CallParty,
): string {
  if (principal !== undefined) return principal;
  return serviceAccount === undefined
    ? `an identity of ${namespace} (its service account is not known)`
    : `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}

type Describe = (request: CallRequest, mtls: boolean) => string | undefined;

const identity: Describe = (_, mtls) =>
  mtls ? undefined : 'the caller presents no identity';
const port: Describe = ({ destination }) =>
  `the workload's port is ${destination.port}`;
const address: Describe = ({ source: { ip } }) => ip && `the address is ${ip}`;

const seenBy: Record<string, Describe> = {
  principals: identity,
  'source.principal': identity,
  namespaces: identity,
  'source.namespace': identity,
  serviceAccounts: identity,
  'source.serviceAccount': identity,
  ports: port,
  'destination.port': port,
  ipBlocks: address,
  'source.ip': address,
  methods: ({ http }) => http?.method && `the method is ${http.method}`,
  paths: ({ http }) => http?.path && `the path is ${http.path}`,
  hosts: ({ http }) => http?.host && `the host is ${http.host}`,
};

/** What a field of a rule was compared with, where a person can read it. */
export function describeSeen(
  field: string,
  request: CallRequest,
  mtls: boolean,
): string | undefined {
  const name = field.replace(/ notValues$/, '').replace(/^not/, '');
  const key = name.charAt(0).toLowerCase() + name.slice(1);
  return seenBy[key]?.(request, mtls);
}

const SHOWN = 3;

/** `a, b, c and 4 more`. */
export function listValues(values: readonly string[]): string {
  const shown = values.slice(0, SHOWN).join(', ');
  const more = values.length - SHOWN;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
