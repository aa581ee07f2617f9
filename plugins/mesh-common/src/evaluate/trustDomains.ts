const PARTS_OF_AN_IDENTITY = 5;

/**
 * Adds, for each principal whose trust domain is one of ours, the same
 * principal in all of ours. `cluster.local` always means ours.
 */
export function expandPrincipals(
  principals: readonly string[],
  trustDomains: readonly string[],
): string[] {
  return principals.flatMap(principal => {
    const [domain = '', ...rest] = principal.split('/');
    const isIdentity = rest.length === PARTS_OF_AN_IDENTITY - 1;
    const isOurs =
      domain === 'cluster.local' ||
      trustDomains.some(ours => overlaps(domain, ours));
    if (!isIdentity || domain === '*' || !isOurs) return [principal];
    const all = trustDomains.map(ours =>
      domain.startsWith('*') && ours.endsWith(domain.slice(1))
        ? principal
        : [ours, ...rest].join('/'),
    );
    return [...new Set(all)];
  });
}

function overlaps(a: string, b: string): boolean {
  return a === b || covers(a, b) || covers(b, a);
}

function covers(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  if (pattern.startsWith('*') && text.endsWith(pattern.slice(1))) return true;
  return pattern.endsWith('*') && text.startsWith(pattern.slice(0, -1));
}
