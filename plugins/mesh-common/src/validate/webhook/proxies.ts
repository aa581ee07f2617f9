import type { Json } from '../schema/node';
import { findExpressionProblem } from '../text/regex';
import { findNewName } from './filterNames';
import type { Findings } from './Findings';
import {
  isSet,
  toMessage,
  toMessages,
  toName,
  toNumber,
  toString,
} from './read';
import { checkSelector, checkWorkloadSelector } from './selectors';
import type { Check } from './types';

/** What the control plane's webhook says to a ProxyConfig. */
export const checkProxyConfig: Check = ({ spec }, out) => {
  checkSelector(spec.selector, out);
  if (toNumber(spec.concurrency) < 0) {
    out.error('concurrency must be greater than or equal to 0');
  }
};

/**
 * What the control plane's webhook says to an EnvoyFilter. What the patches
 * hold is not looked at: that is for Envoy's own definitions.
 */
export const checkEnvoyFilter: Check = ({ spec }, out) => {
  out.warn(
    'EnvoyFilter exposes internal implementation details that may change at any time. Prefer other APIs if possible, and exercise extreme caution, especially around upgrades.',
  );
  if (!checkWorkloadSelector(spec.workloadSelector, 'Envoy filter', out)) {
    return;
  }
  for (const patch of toMessages(spec.configPatches)) {
    if (!patch) out.error('Envoy filter: null config patch');
    else if (toMessage(patch.match)?.context !== 'WAYPOINT') {
      checkPatch(patch, out);
    }
  }
};

function checkPatch(given: Json, out: Findings): void {
  const match = toMessage(given.match);
  const patch = toMessage(given.patch);
  const applyTo = toName(given.applyTo, ['INVALID']);
  const operation = toName(patch?.operation, ['INVALID']);
  if (applyTo === 'INVALID') out.error('Envoy filter: missing applyTo');
  else if (!patch) out.error('Envoy filter: missing patch');
  else if (operation === 'INVALID') {
    out.error('Envoy filter: missing patch operation');
  } else if (operation !== 'REMOVE' && !isSet(patch.value)) {
    out.error('Envoy filter: missing patch value for non-remove operation');
  } else if (match) {
    const version = toString(toMessage(match.proxy)?.proxyVersion);
    const problem = findVersionProblem(version, out);
    if (problem) out.error(problem);
    else checkMatch(applyTo, match, out);
  }
}

const LONGEST_VERSION = 1024;

function findVersionProblem(
  version: string,
  out: Findings,
): string | undefined {
  if (version.length > LONGEST_VERSION) {
    out.warn(
      `Envoy filter: proxyVersion match exceeds ${LONGEST_VERSION} characters and will be ignored`,
    );
    return undefined;
  }
  const problem = findExpressionProblem(version);
  return (
    problem && `Envoy filter: invalid regex for proxy version, [${problem}]`
  );
}

const objects = ['listener', 'routeConfiguration', 'cluster', 'waypoint'];
const ofListeners = [
  'LISTENER',
  'FILTER_CHAIN',
  'NETWORK_FILTER',
  'HTTP_FILTER',
];
const ofRoutes = ['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE'];

function checkMatch(applyTo: string, match: Json, out: Findings): void {
  if (!objects.some(field => isSet(match[field]))) return;
  if (ofListeners.includes(applyTo)) {
    const listener = toMessage(match.listener);
    if (listener) checkFilter(applyTo, listener, out);
    else {
      out.error(
        'Envoy filter: applyTo for listener class objects cannot have non listener match',
      );
    }
  } else if (ofRoutes.includes(applyTo) && !isSet(match.routeConfiguration)) {
    out.error(
      'Envoy filter: applyTo for http route class objects cannot have non route configuration match',
    );
  } else if (applyTo === 'CLUSTER' && !isSet(match.cluster)) {
    out.error(
      'Envoy filter: applyTo for cluster class objects cannot have non cluster match',
    );
  }
}

const MANAGER = 'envoy.filters.network.http_connection_manager';
const OLD_MANAGER = 'envoy.http_connection_manager';

function checkFilter(applyTo: string, listener: Json, out: Findings): void {
  const filter = toMessage(toMessage(listener.filterChain)?.filter);
  if (!filter) return;
  if (applyTo === 'LISTENER' || applyTo === 'FILTER_CHAIN') {
    out.warn(
      `Envoy filter: filter match has no effect when used with ${applyTo}`,
    );
  }
  const name = toString(filter.name);
  const inner = toMessage(filter.subFilter);
  if (name === '') {
    out.error('Envoy filter: filter match has no name to match on');
  } else if (inner && applyTo !== 'HTTP_FILTER') {
    out.error(
      'Envoy filter: subfilter match can be used with applyTo HTTP_FILTER only',
    );
  } else if (inner && name !== MANAGER && name !== OLD_MANAGER) {
    out.error(
      `Envoy filter: subfilter match requires filter match with ${MANAGER}`,
    );
  } else if (inner && toString(inner.name) === '') {
    out.error('Envoy filter: subfilter match has no name to match on');
  } else {
    for (const each of [name, toString(inner?.name)]) {
      const current = findNewName(each);
      if (!current) continue;
      out.warn(
        `using deprecated filter name "${each}"; use "${current}" instead`,
      );
    }
  }
}
