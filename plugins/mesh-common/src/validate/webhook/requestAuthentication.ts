import { parseUrl } from '../text/url';
import type { Json } from '../schema/node';
import { findDurationProblem } from './durations';
import type { Findings } from './Findings';
import { listPrivateKeys } from './keySet';
import { toItems, toMessages, toString } from './read';
import { checkTarget } from './selectors';
import type { Check } from './types';

/** What the control plane's webhook says to a RequestAuthentication. */
export const checkRequestAuthentication: Check = ({ spec }, out) => {
  checkTarget(spec, out);
  for (const rule of toMessages(spec.jwtRules)) {
    if (rule) checkJwtRule(rule, out);
  }
};

function checkJwtRule(rule: Json, out: Findings): void {
  if (toItems(rule.audiences).includes('')) {
    out.error('audience must be non-empty string');
  }
  const jwksUri = toString(rule.jwksUri) || toString(rule.jwks_uri);
  if (toString(rule.issuer) === '' && jwksUri === '') {
    out.error('issuer or jwksUri must be non-empty string');
  }
  if (jwksUri !== '') out.error(findUriProblem(jwksUri));
  checkKeys(toString(rule.jwks), out);
  checkLocations(rule, out);
  checkClaims(rule, out);
  out.error(findDurationProblem(rule.timeout));
}

function findUriProblem(uri: string): string | undefined {
  const url = parseUrl(uri);
  if (!url) return `parse "${uri}": invalid URL`;
  return url.scheme === 'http' || url.scheme === 'https'
    ? undefined
    : `URI scheme "${url.scheme}" is not supported`;
}

function checkKeys(jwks: string, out: Findings): void {
  if (jwks === '') return;
  const found = listPrivateKeys(jwks);
  if (typeof found === 'string') {
    out.error(`jwks parse error: ${found}`);
    return;
  }
  for (const index of found) {
    out.warn(
      `jwks key at index ${index} contains private key material; only public keys are used for verification`,
    );
  }
}

function checkLocations(rule: Json, out: Findings): void {
  for (const location of toMessages(rule.fromHeaders)) {
    if (!location) out.error('location header name must be non-null');
    else if (toString(location.name) === '') {
      out.error('location header name must be non-empty string');
    }
  }
  if (toItems(rule.fromParams).includes('')) {
    out.error('location query must be non-empty string');
  }
  if (toItems(rule.fromCookies).includes('')) {
    out.error('cookie name must be non-empty string');
  }
}

function checkClaims(rule: Json, out: Findings): void {
  for (const entry of toMessages(rule.outputClaimToHeaders)) {
    const header = toString(entry?.header);
    if (!entry) out.error('outputClaimToHeaders must not be null');
    else if (header === '' || toString(entry.claim) === '') {
      out.error(
        'outputClaimToHeaders header and claim value must be non-empty string',
      );
    } else if (!/^[-_A-Za-z0-9]+$/.test(header)) {
      out.error(`header name ${header} is not a valid header name`);
    }
  }
}
