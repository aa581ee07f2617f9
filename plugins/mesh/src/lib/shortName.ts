/** `component:default/web` as `web`; names of other namespaces keep theirs. */
export function shortName(entityRef: string): string {
  const name = entityRef.slice(entityRef.indexOf(':') + 1);
  return name.replace(/^default\//, '');
}
