import { parseBlock } from '../../evaluate/matchIp';
import type { Json } from '../schema/node';
import { isAddress } from '../text/address';
import type { Findings } from './Findings';
import { findPathProblem } from './pathTemplate';
import { toItems } from './read';

/** What is wrong with values of a field; the name is shown as Istio does. */
export type FindProblems = (
  values: readonly string[],
  name: string,
) => (string | undefined | false)[];

export const filled: FindProblems = (values, name) => [
  values.includes('') && `empty value not allowed, found in ${name}`,
];

export const addresses: FindProblems = values =>
  values.map(value => {
    if (!value.includes('/')) {
      return !isAddress(value) && `bad IP address (${value})`;
    }
    return !parseBlock(value) && `bad CIDR range (${value}): it is no CIDR`;
  });

const MOST_ACCOUNTS = 16;
const LONGEST_ACCOUNT = 320;

export const accounts: FindProblems = (values, name) => {
  if (values.length > MOST_ACCOUNTS) {
    return [`may not have more than ${MOST_ACCOUNTS} values`];
  }
  return [values.map(value => findAccountProblem(value, name)).find(Boolean)];
};

function findAccountProblem(value: string, name: string): string | undefined {
  if (value === '') return `empty value not allowed, found in ${name}`;
  if (value.includes('*')) return `wildcard not allowed, found in ${name}`;
  const expected =
    "expected format 'serviceAccount' or 'namespace/serviceAccount'";
  const parts = value.split('/');
  if (parts.length > 2) return `${expected}, found "${value}" in ${name}`;
  if (value.length > LONGEST_ACCOUNT) {
    return `value cannot exceed ${LONGEST_ACCOUNT} characters, found "${value}" in ${name}`;
  }
  if (!parts.includes('')) return undefined;
  const empty = parts[0] === '' ? 'namespace' : 'serviceAccount';
  return `${expected}, found empty ${empty} "${value}" in ${name}`;
}

/** Values with a star at one end at most. */
export const wildcards: FindProblems = (values, name) => {
  const empty = filled(values, name)[0];
  if (empty) return [empty];
  const many = values.find(value => value.split('*').length > 2);
  const inside = values.find(value => /^[^*]+\*[^*]+$/.test(value));
  if (many !== undefined) {
    return [`at most one wildcard is allowed, found in ${name}: "${many}"`];
  }
  return [
    inside !== undefined &&
      `wildcard is only allowed at the start or end, found in ${name}: "${inside}"`,
  ];
};

const domains: FindProblems = (values, name) => {
  const problem = wildcards(values, name)[0];
  const path = values.find(value => value.includes('/'));
  return [
    problem ||
      (path !== undefined &&
        `trust domain must not contain '/', found in ${name}: "${path}"`),
  ];
};

const LAST_PORT = 65535;

export const ports: FindProblems = values =>
  values.map(
    value =>
      !(/^\d{1,10}$/.test(value) && Number(value) <= LAST_PORT) &&
      `bad port (${value}): it is no number of a port`,
  );

const both =
  (...finders: FindProblems[]): FindProblems =>
  (values, name) =>
    finders.flatMap(find => find(values, name));

/** How fields are checked, and what they are called by Istio. */
type Checks = ReadonlyMap<string, { name: string; find: FindProblems }>;

function toChecks(fields: Readonly<Record<string, FindProblems>>): Checks {
  return new Map(
    Object.entries(fields).flatMap(([field, find]) => {
      const name = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
      return [
        [field, { name, find }] as const,
        [`not${name}`, { name: `Not${name}`, find }] as const,
      ];
    }),
  );
}

const identities: Readonly<Record<string, FindProblems>> = {
  principals: filled,
  requestPrincipals: filled,
  namespaces: filled,
  serviceAccounts: accounts,
  ipBlocks: both(addresses, filled),
  remoteIpBlocks: both(addresses, filled),
};

const sources = toChecks(identities);
const domainSources = toChecks({ ...identities, trustDomains: domains });

const operations = toChecks({
  ports: both(ports, filled),
  methods: filled,
  paths: both(filled, (values, name) =>
    values.map(value => findPathProblem(value, name)),
  ),
  hosts: filled,
});

/** Whether there is a value in any of the fields. */
function check(checks: Checks, part: Json, out: Findings): boolean {
  let some = false;
  for (const field of Object.keys(part)) {
    const known = checks.get(field);
    const values = known ? toItems(part[field]) : [];
    if (!known || values.length === 0) continue;
    some = true;
    out.error(...known.find(values, known.name));
  }
  return some;
}

/** Checks the values of `from.source`. */
export function checkSourceValues(
  source: Json,
  at: number,
  { hasDomains, out }: { hasDomains: boolean; out: Findings },
): void {
  const checks = hasDomains ? domainSources : sources;
  if (!check(checks, source, out)) {
    out.error(`\`from.source\` must not be empty, found at rule ${at}`);
  }
}

/** Checks the values of `to.operation`. */
export function checkOperationValues(
  operation: Json,
  at: number,
  out: Findings,
): void {
  if (!check(operations, operation, out)) {
    out.error(`\`to.operation\` must not be empty, found at rule ${at}`);
  }
}
