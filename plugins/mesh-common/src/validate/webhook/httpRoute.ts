import type { Json } from '../schema/node';
import { checkDestination } from './destination';
import { findDurationProblem } from './durations';
import type { Findings } from './Findings';
import { checkHeaders, isAuthority } from './headers';
import { checkCors, checkFault } from './httpFaults';
import { checkHttpMatch } from './httpMatch';
import { findStatusProblem } from './httpStatus';
import {
  checkRetries,
  findRedirectProblem,
  findRewriteProblem,
} from './httpActions';
import {
  isSet,
  toItems,
  toMessage,
  toMessages,
  toNumber,
  toString,
  toTextEntries,
} from './read';
import { checkWeighted } from './streamRoutes';
import type { RouteContext } from './virtualService';

/** Checks a route of HTTP requests. */
export function checkHttpRoute(route: Json, context: RouteContext): void {
  const { out } = context;
  checkConflicts(route, context);
  for (const match of toMessages(route.match)) {
    if (match) out.errorsOf(part => checkHttpMatch(match, part));
  }
  checkHeaders(route.headers, out);
  checkCors(toMessage(route.corsPolicy), out);
  checkFault(toMessage(route.fault), out);
  checkMirrors(route, out);
  out.error(findRedirectProblem(route));
  checkResponse(toMessage(route.directResponse), out);
  checkRetries(toMessage(route.retries), out);
  out.error(findRewriteProblem(toMessage(route.rewrite)));
  out.error(findAuthorityProblem(route));
  const routes = toMessages(route.route);
  for (const each of routes) checkHeaders(each?.headers, out);
  checkWeighted(routes, context);
  out.error(findDurationProblem(route.timeout));
}

function checkConflicts(route: Json, { isDelegate, out }: RouteContext): void {
  if (isSet(route.delegate) && !isDelegate) {
    const root = `root HTTP route ${toString(route.name)} must not specify`;
    if (isSet(route.redirect)) out.error(`${root} redirect`);
    if (toItems(route.route).length > 0) out.error(`${root} route`);
    return;
  }
  if (isSet(route.delegate)) {
    out.error('delegate HTTP route cannot contain delegate');
  }
  const hasRoute = toMessages(route.route).length > 0;
  const answers = ['redirect', 'directResponse'].filter(field =>
    isSet(route[field]),
  );
  const names = answers.map(field =>
    field === 'redirect' ? field : 'direct_response',
  );
  const [name] = names;
  if (name) {
    if (hasRoute) out.error(`HTTP route cannot contain both route and ${name}`);
    if (isSet(route.fault)) {
      out.error(`HTTP route cannot contain both fault and ${name}`);
    }
    if (isSet(route.rewrite)) {
      out.error(`HTTP route rule cannot contain both rewrite and ${name}`);
    }
    if (names.length > 1) {
      out.error(
        'HTTP route rule cannot contain both direct_response and redirect',
      );
    }
  } else if (!hasRoute) {
    out.error('HTTP route, redirect or direct_response is required');
  }
  if (isSet(route.mirror) && toItems(route.mirrors).length > 0) {
    out.error('HTTP route cannot contain both mirror and mirrors');
  }
}

function checkMirrors(route: Json, out: Findings): void {
  const percent = route.mirrorPercent ?? route.mirror_percent;
  if (isSet(percent)) {
    const value = toNumber(percent);
    if (value > 100) {
      out.error(
        `mirror_percent must have a max value of 100 (it has ${value})`,
      );
    }
    out.warn(
      'using deprecated setting "mirrorPercent", use "mirrorPercentage" instead',
    );
  }
  checkShare('mirror_percentage', route.mirrorPercentage, out);
  checkDestination(route.mirror, out);
  for (const mirror of toMessages(route.mirrors)) {
    if (!mirror) out.error('mirror cannot be null');
    else if (!isSet(mirror.destination)) {
      out.error('destination is required for mirrors');
    } else {
      checkDestination(mirror.destination, out);
      checkShare('mirror percentage', mirror.percentage, out);
    }
  }
}

function checkShare(name: string, given: unknown, out: Findings): void {
  const value = toNumber(toMessage(given)?.value);
  const has = `(it has ${value.toFixed(6)})`;
  if (value > 100) out.error(`${name} must have a max value of 100 ${has}`);
  if (value < 0) out.error(`${name} must have a min value of 0 ${has}`);
}

const LARGE = 100 * 1024;
const LARGEST = 1024 * 1024;

function checkResponse(response: Json | undefined, out: Findings): void {
  if (!response) return;
  const body = toMessage(response.body);
  const bytes = toString(body?.bytes).replace(/=+$/, '').length;
  const size = isSet(body?.bytes)
    ? Math.floor((bytes * 3) / 4)
    : new TextEncoder().encode(toString(body?.string)).length;
  const large = 'large direct_responses may impact control plane performance';
  if (size > LARGEST) out.error(`${large}, must be less than 1MB`);
  else if (size > LARGE) out.warn(large);
  out.error(findStatusProblem(toNumber(response.status)));
}

function findAuthorityProblem(route: Json): string | undefined {
  const request = toMessage(toMessage(route.headers)?.request);
  const values = [
    toString(toMessage(route.rewrite)?.authority),
    ...[request?.set, request?.add]
      .flatMap(toTextEntries)
      .filter(([name]) => isAuthority(name))
      .map(([, value]) => value),
  ];
  const first = values.findIndex(value => value !== '');
  const second = first < 0 ? undefined : values[first + 1];
  return second === undefined
    ? undefined
    : `authority header cannot be set multiple times: have "${values[first]}", attempting to set "${second}"`;
}
