import { compileClaim, compileRequestPrincipal, valueAt } from './matchClaims';
import { isInBlock, parseBlock, type Address } from './matchIp';
import { compilePath } from './matchPath';
import {
  compileNamespace,
  compilePrincipal,
  compileServiceAccount,
  compileTrustDomain,
} from './matchPrincipal';
import {
  compileCaseless,
  compileString,
  type TextMatcher,
} from './matchString';
import type { Seen } from './seen';
import { some, type Truth } from './truth';

export type SeenMatcher = (seen: Seen) => Truth;

/** What a field of a rule looks at. */
export type Field = {
  /** True when it exists on HTTP only. */
  http: boolean;
  /** Undefined when the value is not one that the field can have. */
  compile(value: string, policyNamespace: string): SeenMatcher | undefined;
};

function identityField(
  compile: (value: string, policyNamespace: string) => TextMatcher,
): Field {
  return {
    http: false,
    compile(value, policyNamespace) {
      const matches = compile(value, policyNamespace);
      return seen => seen.identities?.some(matches);
    },
  };
}

function addressField(select: (seen: Seen) => Address | undefined): Field {
  return {
    http: false,
    compile(value) {
      const block = parseBlock(value);
      if (!block) return undefined;
      return seen => {
        const address = select(seen);
        return address && isInBlock(address, block);
      };
    },
  };
}

function textField(
  http: boolean,
  select: (seen: Seen) => string | undefined,
  compile: (value: string) => TextMatcher = compileString,
): Field {
  return {
    http,
    compile(value) {
      const matches = compile(value);
      return seen => {
        const text = select(seen);
        return text === undefined ? undefined : matches(text);
      };
    },
  };
}

function claimField(path: readonly string[]): Field {
  return {
    http: true,
    compile(value) {
      const matches = compileClaim(path, value);
      return ({ http }) =>
        http?.claims === undefined ? undefined : matches(http.claims);
    },
  };
}

const requestPrincipal: Field = {
  http: true,
  compile(value) {
    const matches = compileRequestPrincipal(value);
    return ({ http }) =>
      http?.claims === undefined ? undefined : matches(http.claims);
  },
};

const port: Field = {
  http: false,
  compile(value) {
    const number = /^[0-9]{1,5}$/.test(value) ? Number(value) : 0;
    if (number < 1 || number > 65535) return undefined;
    return seen => seen.port === number;
  },
};

const principal = identityField(compilePrincipal);
const namespace = identityField(compileNamespace);
const serviceAccount = identityField(compileServiceAccount);
const trustDomain = identityField(compileTrustDomain);
const sourceIp = addressField(seen => seen.sourceIp);
const remoteIp = addressField(seen => seen.remoteIp);

/** Fields of `from.source`. */
export const sourceFields: Record<string, Field> = {
  ipBlocks: sourceIp,
  remoteIpBlocks: remoteIp,
  namespaces: namespace,
  serviceAccounts: serviceAccount,
  trustDomains: trustDomain,
  requestPrincipals: requestPrincipal,
  principals: principal,
};

/** Fields of `to.operation`. */
export const operationFields: Record<string, Field> = {
  ports: port,
  paths: textField(true, seen => seen.http?.path, compilePath),
  methods: textField(true, seen => seen.http?.method),
  hosts: textField(true, seen => seen.http?.host, compileCaseless),
};

const attributes: Record<string, Field> = {
  'source.ip': sourceIp,
  'remote.ip': remoteIp,
  'source.namespace': namespace,
  'source.serviceAccount': serviceAccount,
  'source.principal': principal,
  'source.trustDomain': trustDomain,
  'request.auth.principal': requestPrincipal,
  'request.auth.audiences': claimField(['aud']),
  'request.auth.presenter': claimField(['azp']),
  'destination.ip': addressField(seen => seen.destinationIp),
  'destination.port': port,
  'connection.sni': textField(false, seen => seen.sni),
};

/** The field behind a `when` key; undefined when there is no such key. */
export function findAttribute(key: string): Field | undefined {
  if (Object.hasOwn(attributes, key)) return attributes[key];
  const header = between(key, 'request.headers[');
  if (header !== undefined) return headerField(header);
  const claims = between(key, 'request.auth.claims[');
  if (claims !== undefined) return claimField(claims.split(']['));
  return key.startsWith('experimental.envoy.filters.')
    ? metadataField(key.slice('experimental.'.length))
    : undefined;
}

function between(key: string, prefix: string): string | undefined {
  if (!key.startsWith(prefix) || !key.endsWith(']')) return undefined;
  return key.slice(prefix.length, -1) || undefined;
}

/** Headers that proxies add themselves: what the caller sent says little. */
const generated = new Set(['x-request-id', 'x-forwarded-client-cert']);

function headerField(header: string): Field {
  const name = header.toLowerCase();
  return {
    http: true,
    compile(value) {
      const matches = value === '*' ? () => true : compileString(value);
      return ({ http, separateHeaders }) => {
        const values = http?.headers.get(name);
        if (!http) return undefined;
        if (!values) return generated.has(name) ? undefined : false;
        return separateHeaders
          ? values.some(matches)
          : matches(values.join(','));
      };
    },
  };
}

function metadataField(key: string): Field | undefined {
  const open = key.indexOf('[');
  if (open < 0 || !key.endsWith(']')) return undefined;
  const path = [key.slice(0, open), key.slice(open + 1, -1)];
  return {
    http: false,
    compile(value) {
      const list = value.startsWith('[') && value.endsWith(']');
      const matches = compileString(list ? value.slice(1, -1) : value);
      return ({ metadata }) => {
        if (!metadata) return undefined;
        const found = valueAt(metadata, path);
        if (!list) return typeof found === 'string' && matches(found);
        return (
          Array.isArray(found) &&
          some(found, item => typeof item === 'string' && matches(item))
        );
      };
    },
  };
}
