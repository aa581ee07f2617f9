type Digests = Readonly<Record<string, string>>;

/** The last text of each cluster; one of a large company is megabytes. */
const known = new Map<string, { text: string; digests: Digests }>();

/** Digests of applied objects from JSON, parsed again only when they changed. */
export function parseDigests(cluster: string, text: string): Digests {
  const before = known.get(cluster);
  if (before?.text === text) {
    return before.digests;
  }
  const digests: Digests = JSON.parse(text);
  known.set(cluster, { text, digests });
  return digests;
}
