import {
  compileClaim,
  compileRequestPrincipal,
  type ClaimsMatcher,
} from './matchClaims';
import type { Field } from './field';
import { isInBlock, parseBlock, type Address } from './matchIp';
import { compilePath, exactPath } from './matchPath';
import {
  compileNamespace,
  compilePrincipal,
  compileServiceAccount,
  compileTrustDomain,
  exactPrincipal,
} from './matchPrincipal';
import {
  compileAny,
  compileCaseless,
  compileString,
  exactText,
  type TextMatcher,
} from './matchString';
import type { Seen } from './seen';
import { headerField, metadataField } from './requestFields';

/** What a text field does with its values; plain patterns unless said. */
type TextSyntax = {
  compile(value: string, policyNamespace: string): TextMatcher;
  /** The text that a value without wildcards stands for. */
  exact(value: string): string | undefined;
};

const patterns: TextSyntax = { compile: compileString, exact: exactText };
const noneExact = () => undefined;

function identityField({ compile, exact }: TextSyntax): Field {
  return {
    http: false,
    compile(values, policyNamespace) {
      const matches = compileAny(values, {
        compile: value => compile(value, policyNamespace),
        exact,
      });
      return ({ identities }) => {
        if (identities === undefined) return undefined;
        for (const identity of identities) if (matches(identity)) return true;
        return false;
      };
    },
  };
}

function addressField(select: (seen: Seen) => Address | undefined): Field {
  return {
    http: false,
    accepts: value => parseBlock(value) !== undefined,
    compile(values) {
      const blocks = values.flatMap(value => parseBlock(value) ?? []);
      return seen => {
        const address = select(seen);
        return address && blocks.some(block => isInBlock(address, block));
      };
    },
  };
}

function textField(
  http: boolean,
  select: (seen: Seen) => string | undefined,
  syntax: TextSyntax = patterns,
): Field {
  return {
    http,
    compile(values) {
      const matches = compileAny(values, {
        ...syntax,
        compile: value => syntax.compile(value, ''),
      });
      return seen => {
        const text = select(seen);
        return text === undefined ? undefined : matches(text);
      };
    },
  };
}

function claimsField(compile: (value: string) => ClaimsMatcher): Field {
  return {
    http: true,
    compile(values) {
      const matchers = values.map(compile);
      return ({ http }) => {
        const claims = http?.claims;
        return claims === undefined
          ? undefined
          : matchers.some(matches => matches(claims));
      };
    },
  };
}

const claimField = (path: readonly string[]) =>
  claimsField(value => compileClaim(path, value));

const requestPrincipal = claimsField(compileRequestPrincipal);

const port: Field = {
  http: false,
  accepts(value) {
    const number = /^[0-9]{1,5}$/.test(value) ? Number(value) : 0;
    return number >= 1 && number <= 65535;
  },
  compile(values) {
    const numbers = values.map(Number);
    return seen => numbers.includes(seen.port);
  },
};

const principal = identityField({
  compile: compilePrincipal,
  exact: exactPrincipal,
});
const namespace = identityField({
  compile: compileNamespace,
  exact: noneExact,
});
const serviceAccount = identityField({
  compile: compileServiceAccount,
  exact: noneExact,
});
const trustDomain = identityField({
  compile: compileTrustDomain,
  exact: noneExact,
});
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
  paths: textField(true, seen => seen.http?.path, {
    compile: compilePath,
    exact: exactPath,
  }),
  methods: textField(true, seen => seen.http?.method),
  hosts: textField(true, seen => seen.http?.host, {
    compile: compileCaseless,
    exact: noneExact,
  }),
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
