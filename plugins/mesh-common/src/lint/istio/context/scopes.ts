import { toTexts } from '../../../evaluate/readJson';

export const EVERYWHERE = '*';

/** Where something is visible: `*`, or the namespaces it is exported to. */
export function toScopes(exportTo: unknown, namespace: string): string[] {
  const named = toTexts(exportTo);
  if (named.length === 0 || named.includes(EVERYWHERE)) return [EVERYWHERE];
  return [...new Set(named.map(name => (name === '.' ? namespace : name)))];
}
