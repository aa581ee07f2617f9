import { list, object, oneOf, since, text } from '../schema/build';
import { oneTarget, target, texts } from './shared';

const MOST = 512;

const accounts = list(text({ max: 320 }), { max: 16 });
const domains = since('1.30', texts);

const otherIdentities = [
  'principals',
  'notPrincipals',
  'namespaces',
  'notNamespaces',
];

const source = object(
  {
    ipBlocks: texts,
    namespaces: texts,
    notIpBlocks: texts,
    notNamespaces: texts,
    notPrincipals: texts,
    notRemoteIpBlocks: texts,
    notRequestPrincipals: texts,
    notServiceAccounts: accounts,
    notTrustDomains: domains,
    principals: texts,
    remoteIpBlocks: texts,
    requestPrincipals: texts,
    serviceAccounts: accounts,
    trustDomains: domains,
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
  methods: texts,
  notHosts: texts,
  notMethods: texts,
  notPaths: texts,
  notPorts: texts,
  paths: texts,
  ports: texts,
});

const rule = object({
  from: list(object({ source }), { max: MOST }),
  to: list(object({ operation })),
  when: list(
    object(
      { key: text(), notValues: texts, values: texts },
      { required: ['key'] },
    ),
  ),
});

export const authorizationPolicy = object(
  {
    ...target,
    action: oneOf('ALLOW', 'DENY', 'AUDIT', 'CUSTOM'),
    provider: object({ name: text() }),
    rules: list(rule, { max: MOST }),
  },
  { rules: [oneTarget] },
);
