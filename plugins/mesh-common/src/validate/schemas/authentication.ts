import { toRecord } from '../../evaluate/readJson';
import {
  boolean,
  list,
  map,
  object,
  oneOf,
  since,
  text,
} from '../schema/build';
import type { Json, Rule } from '../schema/node';
import { parseUrl } from '../text/url';
import {
  atMostOne,
  failed,
  filledTexts,
  oneTarget,
  portRule,
  selector,
  target,
  timeout,
} from './shared';

const mode = object({
  mode: oneOf('UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT'),
});

const portKeys: Rule<Json> = ports => {
  const keys = Object.keys(ports);
  const wrong = portRule(0);
  if (wrong && keys.some(key => !/^-?\d{1,18}$/.test(key))) {
    return failed("type conversion error from 'string' to 'int'", wrong);
  }
  return keys.map(key => portRule(Number(key))).find(Boolean);
};

const selected: Rule<Json> = spec => {
  const labels = toRecord(toRecord(spec.selector).matchLabels);
  return (
    spec.portLevelMtls !== undefined &&
    Object.keys(labels).length === 0 &&
    'portLevelMtls requires selector'
  );
};

export const peerAuthentication = object(
  {
    mtls: mode,
    portLevelMtls: map(mode, { min: 1, rules: [portKeys] }),
    selector,
  },
  { rules: [selected] },
);

const noHttp = 'url must have scheme http:// or https://';

const httpUrl: Rule<string> = value => {
  const url = parseUrl(value, { request: true });
  if (!url) {
    const reason = 'URL parse error during conversion from string';
    return failed(`${reason}: parse "${value}"`, noHttp);
  }
  return !['http', 'https'].includes(url.scheme) && noHttp;
};

const jwksUri = text({ min: 1, max: 2048, rules: [httpUrl] });

const jwtRule = object(
  {
    audiences: filledTexts,
    forwardOriginalToken: boolean,
    fromCookies: filledTexts,
    fromHeaders: list(
      object(
        { name: text({ min: 1 }), prefix: text() },
        { required: ['name'] },
      ),
    ),
    fromParams: filledTexts,
    issuer: text({ min: 1 }),
    jwks: text(),
    jwks_uri: jwksUri,
    jwksUri,
    outputClaimToHeaders: list(
      object(
        {
          claim: text({ min: 1 }),
          header: text({ min: 1, pattern: /^[-_A-Za-z0-9]+$/ }),
        },
        { required: ['header', 'claim'] },
      ),
    ),
    outputPayloadToHeader: text(),
    presence: since('1.32', oneOf('OPTIONAL', 'REQUIRED')),
    spaceDelimitedClaims: { ...filledTexts, max: 64 },
    timeout,
  },
  {
    rules: [
      atMostOne(
        ['jwksUri', 'jwks_uri', 'jwks'],
        'only one of jwks or jwksUri can be set',
      ),
    ],
  },
);

export const requestAuthentication = object(
  { ...target, jwtRules: list(jwtRule, { max: 4096 }) },
  { rules: [oneTarget] },
);
