import type { Json } from '../schema/node';
import { findPortProblem } from '../text/address';
import { findDurationProblem } from './durations';
import type { Findings } from './Findings';
import { isSet, toMessage, toMessages, toNumber, toString } from './read';
import { findRegexProblem } from './stringMatch';

const retryReasons = new Set([
  '5xx',
  'gateway-error',
  'reset',
  'reset-before-request',
  'connect-failure',
  'retriable-4xx',
  'refused-stream',
  'retriable-status-codes',
  'retriable-headers',
  'envoy-ratelimited',
  'http3-post-connect-failure',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
]);

/** First and last of the statuses of HTTP that have a name, in runs. */
const statuses: readonly (readonly [number, number])[] = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
];

function isRetryReason(reason: string): boolean {
  if (retryReasons.has(reason)) return true;
  const status = /^\+?\d{1,9}$/.test(reason) ? Number(reason) : 0;
  return statuses.some(([low, high]) => status >= low && status <= high);
}

/** Checks how often a request is tried. */
export function checkRetries(retries: Json | undefined, out: Findings): void {
  if (!retries) return;
  const attempts = toNumber(retries.attempts);
  const retryOn = toString(retries.retryOn);
  const configured =
    isSet(retries.perTryTimeout) ||
    retryOn !== '' ||
    isSet(retries.retryRemoteLocalities);
  if (attempts < 0) out.error('attempts cannot be negative');
  if (attempts === 0 && configured) {
    out.error(
      'http retry policy configured when attempts are set to 0 (disabled)',
    );
  }
  out.error(findDurationProblem(retries.perTryTimeout));
  for (const reason of retryOn === '' ? [] : retryOn.split(',')) {
    if (!isRetryReason(reason)) {
      out.error(`"${reason}" is not a valid retryOn policy`);
    }
  }
  out.error(findDurationProblem(retries.backoff));
}

/** What is wrong with the redirect of a route. */
export function findRedirectProblem(route: Json): string | undefined {
  const redirect = toMessage(route.redirect);
  if (!redirect) return undefined;
  const [uri, prefix, authority, scheme] = [
    'uri',
    'prefixRewrite',
    'authority',
    'scheme',
  ].map(field => toString(redirect[field]));
  if (uri && prefix) {
    return 'redirect may only specify one of uri or prefix_rewrite';
  }
  const isPrefixed = (match: Json | undefined) =>
    !isSet(match?.uri) || isSet(toMessage(match?.uri)?.prefix);
  if (prefix && !toMessages(route.match).every(isPrefixed)) {
    return 'redirect prefix_rewrite requires all URI matches to use prefix match type';
  }
  const hasPort = isSet(redirect.port) || isSet(redirect.derivePort);
  if (!(uri || prefix || authority || scheme || hasPort)) {
    return 'redirect must specify URI, authority, scheme, or port';
  }
  return findTargetProblem(redirect);
}

function findTargetProblem(redirect: Json): string | undefined {
  const scheme = toString(redirect.scheme);
  const code = toNumber(redirect.redirectCode);
  if (code !== 0 && (code < 300 || code > 399)) {
    return `${code} is not a valid redirect code, must be 3xx`;
  }
  if (scheme && scheme !== 'http' && scheme !== 'https') {
    return 'invalid redirect scheme, must be "http" or "https"';
  }
  const port = toNumber(redirect.port);
  return port > 0 ? findPortProblem(port) : undefined;
}

/** What is wrong with how requests are rewritten. */
export function findRewriteProblem(
  rewrite: Json | undefined,
): string | undefined {
  if (!rewrite) return undefined;
  const regex = toMessage(rewrite.uriRegexRewrite);
  const uri = toString(rewrite.uri);
  if (uri && regex) {
    return 'rewrite may only contain one of URI or UriRegexRewrite';
  }
  if (!uri && !regex && !toString(rewrite.authority)) {
    return 'rewrite must specify at least one of URI, UriRegexRewrite, or authority. Only one of URI or UriRegexRewrite may be specified';
  }
  if (!regex) return undefined;
  const match = toString(regex.match);
  const problem =
    match && toString(regex.rewrite)
      ? findRegexProblem(match, 'HTTPRewrite.UriRegexRewrite.Match')
      : 'UriRegexRewrite requires both Rewrite and Match fields to be specified';
  return problem && `UriRegexRewrite has errors\n${problem}`;
}
