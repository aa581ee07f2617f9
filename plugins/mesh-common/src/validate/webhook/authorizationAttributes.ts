import type { Json } from '../schema/node';
import type { RuleContext } from './authorizationPolicy';
import {
  accounts,
  addresses,
  filled,
  ports,
  wildcards,
  type FindProblems,
} from './authorizationValues';
import { toItems, toString } from './read';

const none: FindProblems = () => [];

const attributes: Readonly<Record<string, FindProblems>> = {
  'source.ip': addresses,
  'remote.ip': addresses,
  'source.namespace': none,
  'source.serviceAccount': accounts,
  'source.principal': none,
  'source.trustDomain': wildcards,
  'request.auth.principal': none,
  'request.auth.audiences': none,
  'request.auth.presenter': none,
  'destination.ip': addresses,
  'destination.port': ports,
  'connection.sni': none,
};

const keyed = [
  'request.headers',
  'request.auth.claims',
  'experimental.envoy.filters.',
];

function findKeyProblem(key: string): string | undefined {
  const open = key.indexOf('[');
  return key.endsWith(']') && open > 0 && open < key.length - 2
    ? undefined
    : `bad key (${key}): should have format a[b]`;
}

function findProblem(
  key: string,
  values: readonly string[],
  hasDomains: boolean,
): string | undefined {
  const empty = filled(values, key)[0];
  if (empty) return empty;
  if (keyed.some(start => key.startsWith(start))) return findKeyProblem(key);
  const old = key === 'source.trustDomain' && !hasDomains;
  const find = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
  if (find && !old) return find(values, key).find(Boolean) || undefined;
  if (key === 'destination.namespace') {
    return `attribute ${key} is replaced by the metadata.namespace`;
  }
  if (key.startsWith('destination.labels')) {
    return `attribute ${key} is replaced by the workload selector`;
  }
  return key === 'destination.name' || key === 'destination.user'
    ? `deprecated attribute ${key}: only supported in v1alpha1`
    : `unknown attribute: ${key}`;
}

const notForCustom = [
  'source.namespace',
  'source.serviceAccount',
  'source.trustDomain',
  'source.principal',
];

/** Checks an item of `when`. */
export function checkCondition(
  condition: Json,
  { action, hasDomains, out }: RuleContext,
): void {
  const key = toString(condition.key);
  const values = toItems(condition.values);
  const notValues = toItems(condition.notValues);
  if (
    action === 'CUSTOM' &&
    (notForCustom.includes(key) || key.startsWith('request.auth.'))
  ) {
    out.error(`${key} is currently not supported with CUSTOM action`);
  }
  if (key === '') {
    out.error('`key` must not be empty');
    return;
  }
  if (values.length === 0 && notValues.length === 0) {
    out.error(
      `at least one of \`values\` or \`notValues\` must be set for key ${key}`,
    );
    return;
  }
  const [wrong, wrongNot] = [values, notValues].map(each =>
    findProblem(key, each, hasDomains),
  );
  if (wrong) out.error(`invalid \`value\` for \`key\` ${key}: ${wrong}`);
  if (wrongNot)
    out.error(`invalid \`notValue\` for \`key\` ${key}: ${wrongNot}`);
}
