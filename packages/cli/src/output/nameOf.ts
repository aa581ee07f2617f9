/**
 * The key of an object, `group/Kind/namespace/name`, as people say it; other
 * keys as they are.
 */
export function nameOf(key: string): string {
  const parts = key.split('/');
  const [, kind, namespace, ...name] = parts;
  if (parts.length < 4 || !kind || !/^[A-Z]/.test(kind)) return key;
  return `${kind} ${namespace ? `${namespace}/` : ''}${name.join('/')}`;
}
