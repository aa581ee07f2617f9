/**
 * The name under which entities name a cluster: the context's, in the letters
 * that names have here.
 */
export function nameCluster(context: string): string {
  const name = context
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-|-$/g, '');
  return name || 'cluster';
}
