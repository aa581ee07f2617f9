/** Of a name in DNS. */
const MAX_LENGTH = 255;

/** What a Service is called, where that is what a host says. */
export function parseServiceHost(
  host: string,
): { namespace: string; name: string } | undefined {
  const suffix = '.svc.cluster.local';
  if (!host.endsWith(suffix)) return undefined;
  const [, name, namespace] =
    /^(.+)\.([^.]+)$/s.exec(host.slice(0, -suffix.length)) ?? [];
  return name && namespace ? { namespace, name } : undefined;
}

/** A short name in full; names with a dot and wildcards are left alone. */
export function toFqdn(namespace: string, host: string): string {
  return host.startsWith('*') || host.includes('.')
    ? host
    : `${host}.${namespace}.svc.cluster.local`;
}

/** Wildcards that cover a name, the most specific first. */
export function* listWildcards(host: string): Generator<string> {
  const suffix = isWildcard(host) ? host.slice(1) : host;
  const longest = Math.max(0, suffix.length - MAX_LENGTH);
  for (let start = longest; start <= suffix.length; start += 1) {
    yield `*${suffix.slice(start)}`;
  }
}

export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Whether there is a name that both mean; `*` stands for any beginning. */
export function overlaps(a: string, b: string): boolean {
  if (isWildcard(a) && isWildcard(b)) {
    return a.length < b.length
      ? b.endsWith(a.slice(1))
      : a.endsWith(b.slice(1));
  }
  if (isWildcard(a)) return b.endsWith(a.slice(1));
  return isWildcard(b) ? a.endsWith(b.slice(1)) : a === b;
}
