/** True when `*` in the pattern can stand for parts of the name. */
export function matchesPattern(pattern: string, name: string): boolean {
  const [head, ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) {
    return pattern === name;
  }
  if (
    name.length < head.length + tail.length ||
    !name.startsWith(head) ||
    !name.endsWith(tail)
  ) {
    return false;
  }
  let position = head.length;
  const end = name.length - tail.length;
  for (const part of rest) {
    const found = name.indexOf(part, position);
    if (found < 0 || found + part.length > end) {
      return false;
    }
    position = found + part.length;
  }
  return true;
}
