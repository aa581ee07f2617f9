/** Object key to digest of what was last applied. */
export type Digests = Readonly<Record<string, string>>;

/** The digests of one namespace, and the hash of their text. */
export type Part = { digest: string; digests: Digests };

const whole = new WeakMap<ReadonlyMap<string, Part>, Digests>();

/** By namespace, sorted; what is in none is under the empty name. */
export function splitByNamespace(
  digests: Digests,
): Array<[string, Record<string, string>]> {
  const parts = new Map<string, Record<string, string>>();
  for (const key of Object.keys(digests)) {
    // `group/kind/namespace/name`
    const namespace = key.split('/', 3)[2] ?? '';
    const part = parts.get(namespace) ?? {};
    part[key] = digests[key];
    parts.set(namespace, part);
  }
  return [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** All of a cluster, put together once for the same parts. */
export function joinParts(parts: ReadonlyMap<string, Part>): Digests {
  const before = whole.get(parts);
  if (before) {
    return before;
  }
  const digests: Record<string, string> = {};
  for (const part of parts.values()) {
    Object.assign(digests, part.digests);
  }
  whole.set(parts, digests);
  return digests;
}

/** True when nothing differs, and it is stored like this. */
export function isSamePart(
  a: Part,
  { digest, digests }: { digest?: string; digests: Digests },
): boolean {
  const keys = Object.keys(digests);
  return (
    a.digest === digest &&
    Object.keys(a.digests).length === keys.length &&
    keys.every(key => a.digests[key] === digests[key])
  );
}
