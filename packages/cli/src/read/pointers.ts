/** The keys of a JSON pointer. */
export function parsePointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(key => key.replace(/~1/g, '/').replace(/~0/g, '~'));
}

/** The keys of a path such as `spec/rules[0]/from[1]` or `spec.rules[0]`. */
export function parsePath(path: string): string[] {
  return path.split(/[/.[\]]+/).filter(key => key !== '');
}
