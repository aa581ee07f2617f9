import { isRecord } from '../../evaluate/readJson';
import {
  boolean,
  list,
  map,
  object,
  oneOf,
  text,
  type Schema,
} from '../schema';
import {
  filledTexts,
  headerName,
  oneTarget,
  portRule,
  selector,
  target,
  texts,
  timeout,
} from './shared';

const MOST = 512;

const accounts = list(text({ min: 1, max: 320 }), { max: 16 });

const otherIdentities = [
  'principals',
  'notPrincipals',
  'namespaces',
  'notNamespaces',
];

const source = object(
  {
    principals: texts,
    notPrincipals: texts,
    requestPrincipals: texts,
    notRequestPrincipals: texts,
    namespaces: texts,
    notNamespaces: texts,
    ipBlocks: texts,
    notIpBlocks: texts,
    remoteIpBlocks: texts,
    notRemoteIpBlocks: texts,
    serviceAccounts: accounts,
    notServiceAccounts: accounts,
  },
  {
    rules: [
      fields =>
        (fields.serviceAccounts !== undefined ||
          fields.notServiceAccounts !== undefined) &&
        otherIdentities.some(name => fields[name] !== undefined) &&
        'Cannot set serviceAccounts with namespaces or principals',
    ],
  },
);

const operation = object({
  hosts: texts,
  notHosts: texts,
  ports: texts,
  notPorts: texts,
  methods: texts,
  notMethods: texts,
  paths: texts,
  notPaths: texts,
});

export const authorizationPolicy: Schema = object(
  {
    ...target,
    action: oneOf('ALLOW', 'DENY', 'AUDIT', 'CUSTOM'),
    provider: object({ name: text() }),
    rules: list(
      object({
        from: list(object({ source }), { max: MOST }),
        to: list(object({ operation }), { max: MOST }),
        when: list(
          object(
            { key: text(), values: texts, notValues: texts },
            { required: ['key'] },
          ),
        ),
      }),
      { max: MOST },
    ),
  },
  { rules: [oneTarget] },
);

const mode = object({
  mode: oneOf('UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT'),
});

export const peerAuthentication: Schema = object(
  {
    selector,
    mtls: mode,
    portLevelMtls: map(mode, {
      min: 1,
      rules: [
        ports =>
          Object.keys(ports).some(port => !/^-?\d+$/.test(port)) &&
          "type conversion error from 'string' to 'int'",
        ports =>
          Object.keys(ports)
            .filter(port => /^-?\d+$/.test(port))
            .map(port => portRule(Number(port)))
            .find(Boolean),
      ],
    }),
  },
  {
    rules: [
      spec => {
        const labels = isRecord(spec.selector) ? spec.selector.matchLabels : {};
        const selects = isRecord(labels) && Object.keys(labels).length > 0;
        return (
          spec.portLevelMtls !== undefined &&
          !selects &&
          'portLevelMtls requires selector'
        );
      },
    ],
  },
);

const jwksUri = text({
  min: 1,
  max: 2048,
  rules: [
    value =>
      !/^https?:\/\//.test(value) && 'url must have scheme http:// or https://',
  ],
});

const jwtRule = object(
  {
    issuer: text(),
    audiences: filledTexts,
    jwksUri,
    jwks_uri: jwksUri,
    jwks: text(),
    fromHeaders: list(
      object(
        { name: text({ min: 1 }), prefix: text() },
        { required: ['name'] },
      ),
    ),
    fromParams: filledTexts,
    fromCookies: filledTexts,
    outputPayloadToHeader: text(),
    forwardOriginalToken: boolean,
    outputClaimToHeaders: list(
      object(
        { header: headerName, claim: text({ min: 1 }) },
        { required: ['header', 'claim'] },
      ),
    ),
    spaceDelimitedClaims: filledTexts,
    timeout,
  },
  {
    rules: [
      rule =>
        ['jwks', 'jwksUri', 'jwks_uri'].filter(name => rule[name] !== undefined)
          .length > 1 && 'only one of jwks or jwksUri can be set',
    ],
  },
);

export const requestAuthentication: Schema = object(
  { ...target, jwtRules: list(jwtRule, { max: 4096 }) },
  { rules: [oneTarget] },
);
