import type { PathNormalization } from './types';

/** Whatever no mode changes lacks all of these. */
const CHANGEABLE = /[%\\?#]|\/[./]/;

/**
 * The path of a request as the policies see it: without query and fragment,
 * normalized as the mesh is configured. Undefined when the proxy refuses it as
 * malformed.
 */
export function normalizePath(
  target: string,
  mode: PathNormalization,
): string | undefined {
  if (target.startsWith('/') && !CHANGEABLE.test(target)) return target;
  const path = target.split(/[?#]/, 1)[0] ?? '';
  if (mode === 'NONE' || !path.startsWith('/')) return path;
  if (/%00/.test(path)) return undefined;
  if (mode === 'BASE') return normalizeBase(path);
  if (mode === 'MERGE_SLASHES') return mergeSlashes(normalizeBase(path));
  return mergeSlashes(normalizeBase(decodeSlashes(path)));
}

/** RFC 3986: unreserved characters decoded, `\` to `/`, dots resolved. */
function normalizeBase(path: string): string {
  const decoded = path.replace(/%([0-9a-f]{2})/gi, (escape, hex: string) => {
    const character = String.fromCharCode(parseInt(hex, 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : escape;
  });
  return resolveDots(decoded.replace(/\\/g, '/'));
}

function resolveDots(path: string): string {
  const result: string[] = [];
  const segments = path.split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === '..') result.pop();
    else if (segment !== '.') result.push(segment);
    if (last && (segment === '.' || segment === '..')) result.push('');
  }
  return `/${result.join('/')}`;
}

function decodeSlashes(path: string): string {
  return path.replace(/%(2f|5c)/gi, '/');
}

function mergeSlashes(path: string): string {
  return path.replace(/\/{2,}/g, '/');
}
