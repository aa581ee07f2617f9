import { exactText, matchInOrder, type TextMatcher } from './matchString';

const SPIFFE = 'spiffe://';

/** `principals` and `source.principal`, against a SPIFFE URI. */
export function compilePrincipal(pattern: string): TextMatcher {
  if (pattern === '*') return uri => uri !== '';
  if (pattern.startsWith('*')) {
    const suffix = pattern.slice(1);
    return uri => matchInOrder(uri, [SPIFFE, suffix]);
  }
  if (pattern.endsWith('*')) {
    const prefix = SPIFFE + pattern.slice(0, -1);
    return uri => uri.startsWith(prefix);
  }
  return uri => uri === SPIFFE + pattern;
}

/** The SPIFFE URI that a principal without wildcards stands for. */
export function exactPrincipal(pattern: string): string | undefined {
  return exactText(pattern) === undefined ? undefined : SPIFFE + pattern;
}

/** `namespaces` and `source.namespace`; `*` stands for any characters. */
export function compileNamespace(pattern: string): TextMatcher {
  const [first = '', ...rest] = pattern.split('*');
  const literals = ['', `/ns/${first}`, ...rest];
  literals[literals.length - 1] += '/';
  return uri => matchInOrder(uri, [...literals, '']);
}

/** `trustDomains` and `source.trustDomain`. */
export function compileTrustDomain(pattern: string): TextMatcher {
  const [first = '', ...rest] = pattern.split('*');
  const literals = [SPIFFE + first, ...rest];
  literals[literals.length - 1] += '/';
  return uri => matchInOrder(uri, [...literals, '']);
}

/**
 * `serviceAccounts`: `name` in the namespace of the policy, or
 * `namespace/name`, in any trust domain. No wildcards.
 */
export function compileServiceAccount(
  value: string,
  policyNamespace: string,
): TextMatcher {
  const slash = value.indexOf('/');
  const namespace = slash < 0 ? policyNamespace : value.slice(0, slash);
  const name = value.slice(slash + 1);
  const shapes = [
    [`/ns/${namespace}/sa/${name}`],
    [`/ns/${namespace}/`, `/sa/${name}`],
  ];
  return uri =>
    shapes.some(
      shape =>
        matchInOrder(uri, [SPIFFE, ...shape], 1) ||
        matchInOrder(uri, [SPIFFE, ...withTail(shape)], 1),
    );
}

/** The same shape with `/` and more behind it. */
function withTail(shape: readonly string[]): string[] {
  return [...shape.slice(0, -1), `${shape[shape.length - 1]}/`, ''];
}
