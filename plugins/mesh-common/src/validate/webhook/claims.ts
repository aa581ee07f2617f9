/** Whether a header stands for a claim of a token. */
export function isClaim(name: string): boolean {
  const start = '@request.auth.claims';
  if (!name.toLowerCase().startsWith(start)) return false;
  const rest = name.slice(start.length);
  return rest.startsWith('.') ? rest.length > 1 : /^\[.+\]$/s.test(rest);
}
