/** Segments that a template may have besides its operators. */
const LITERAL = /^[A-Za-z0-9\-._~%!$&'()+,;:@=]+$/;

/**
 * True for paths that a rule can hold: exact ones, prefixes that end in `*`,
 * and templates. One value that the control plane refuses would keep the whole
 * policy at its previous version.
 */
export function isExpressible(path: string): boolean {
  if (!path.startsWith('/')) {
    return false;
  }
  if (/[{}]/.test(path)) {
    return isTemplate(path);
  }
  const star = path.indexOf('*');
  return star < 0 || star === path.length - 1;
}

/** `{*}` is a segment, `{**}` all that follows; both on their own. */
function isTemplate(path: string): boolean {
  const segments = path.replace(/^\//, '').replace(/\/$/, '').split('/');
  const rest = segments.indexOf('{**}');
  return segments.every((segment, index) =>
    segment === '{*}' || segment === '{**}'
      ? rest < 0 || index <= rest
      : LITERAL.test(segment),
  );
}

/** A prefix covers itself and what is below it, and not `/checkout-old`. */
export function toPatterns(prefix: string): string[] {
  return [prefix, `${prefix}/*`];
}

/**
 * Patterns that keep a prefix out of a wider rule, with the spellings that
 * servers take for it and proxies do not.
 */
export function toBarriers(prefix: string): string[] {
  return [...toPatterns(prefix), `${prefix};*`, `${prefix}%*`, '//*'];
}
