import type { JwtRequirement } from '../types';
import { readAll, unique } from './conditions';
import { type Field, isObject } from './Field';
import { readRecord } from './readRecord';

const MAX_CLAIMS = 20;
const MAX_TEXT = 1024;
const URL_TEXT = /^https:\/\/[^\s*?#@\\]+$/;
const CLAIM = /^[A-Za-z0-9_:/.-]{1,200}$/;

/** The token that a route asks for; undefined when any of it is bad. */
export function readJwt(field: Field): JwtRequirement | undefined {
  const read = readRecord<JwtRequirement>(field, {
    issuer: readUrl,
    audiences: value => {
      const audiences = readAll(value, readExact);
      return audiences && unique(audiences);
    },
    jwksUri: readUrl,
    claims: readClaims,
  });
  if (!read) {
    return undefined;
  }
  const { issuer } = read;
  return issuer
    ? { ...read, issuer }
    : field.at('issuer').problem('MW1009', '; say who issues the tokens');
}

function readUrl(field: Field): string | undefined {
  const { value } = field;
  return typeof value === 'string' &&
    value.length <= MAX_TEXT &&
    URL_TEXT.test(value)
    ? value
    : field.problem(
        'MW1029',
        '; write a full address that starts with https://',
      );
}

function readClaims(field: Field): Record<string, string[]> | undefined {
  if (!isObject(field.value)) {
    return field.problem('MW1003', '; write an object of claims');
  }
  const names = Object.keys(field.value);
  if (names.length === 0 || names.length > MAX_CLAIMS) {
    return field.problem('MW1012', `; write 1 to ${MAX_CLAIMS} claims`);
  }
  const claims = names.sort().map(name => {
    const at = field.at(name);
    if (!CLAIM.test(name)) {
      return at.problem(
        'MW1006',
        '; the name of a claim has letters, digits and any of _ : / . -',
      );
    }
    const values =
      typeof at.value === 'string' ? [readExact(at)] : readAll(at, readExact);
    const all = values?.flatMap(value => value ?? []);
    return all && all.length === values?.length
      ? ([name, unique(all)] as const)
      : undefined;
  });
  return claims.every(claim => claim !== undefined)
    ? Object.fromEntries(claims)
    : undefined;
}

/** Istio takes `*` at an end for any text, which would let more in. */
function readExact(field: Field): string | undefined {
  const text = field.string();
  if (text === undefined) {
    return undefined;
  }
  return text.length <= MAX_TEXT && !/^\*|\*$/.test(text)
    ? text
    : field.problem(
        'MW1018',
        "; write the exact value, without '*' at its start or end",
      );
}
