import type { MeshObject } from '../../objects';
import {
  isRecord,
  toRecord,
  toRecords,
  toText,
  toTexts,
} from '../../evaluate/readJson';
import type { Validation } from '../types';
import { isPort, validateTarget, type Json } from './shared';

/** What the control plane's webhook says to a PeerAuthentication. */
export function checkPeerAuthentication({
  spec: given,
}: MeshObject): Validation {
  const spec = toRecord(given);
  const { errors, warnings } = validateTarget(spec);
  if (isRecord(spec.portLevelMtls)) {
    const ports = Object.keys(spec.portLevelMtls);
    const labels = toRecord(toRecord(spec.selector).matchLabels);
    if (ports.length === 0) errors.push('port level mTLS must not be empty');
    if (Object.keys(labels).length === 0) {
      errors.push('port level mTLS needs a selector');
    }
    errors.push(
      ...ports
        .filter(port => !isPort(port))
        .map(port => `port level mTLS: "${port}" is no port`),
    );
  }
  return { errors, warnings };
}

/** What the control plane's webhook says to a RequestAuthentication. */
export function checkRequestAuthentication({
  spec: given,
}: MeshObject): Validation {
  const spec = toRecord(given);
  const { errors, warnings } = validateTarget(spec);
  return {
    errors: [...errors, ...toRecords(spec.jwtRules).flatMap(checkJwtRule)],
    warnings,
  };
}

function checkKeys(rule: Json): string[] {
  const errors: string[] = [];
  const uri = toText(rule.jwksUri);
  const keys = toText(rule.jwks);
  if (!toText(rule.issuer) && !uri && !keys) {
    errors.push('issuer, jwksUri or jwks must be set');
  }
  if (uri && !isHttpUrl(uri)) errors.push(`jwksUri: "${uri}" is no URL`);
  if (keys && !isKeySet(keys)) errors.push('jwks is no set of keys');
  return errors;
}

function checkJwtRule(rule: Json): string[] {
  const errors = checkKeys(rule);
  for (const field of ['audiences', 'fromParams', 'fromCookies']) {
    if (toTexts(rule[field]).includes('')) {
      errors.push(`${field}: values must not be empty`);
    }
  }
  for (const { name } of toRecords(rule.fromHeaders)) {
    if (!toText(name)) errors.push('fromHeaders: the name must be set');
  }
  for (const { header, claim } of toRecords(rule.outputClaimToHeaders)) {
    if (!toText(claim) || !/^[-_A-Za-z0-9]+$/.test(toText(header) ?? '')) {
      errors.push(`outputClaimToHeaders: "${header}" from "${claim}"`);
    }
  }
  return errors;
}

function isHttpUrl(text: string): boolean {
  const parts = /^https?:\/\/([^/?#]+)/.exec(text);
  const port = parts?.[1]?.replace(/^.*@/, '').match(/:([^:\]]*)$/)?.[1];
  return parts !== null && (port === undefined || isPort(port));
}

function isKeySet(text: string): boolean {
  try {
    return Array.isArray(toRecord(JSON.parse(text)).keys);
  } catch {
    return false;
  }
}
