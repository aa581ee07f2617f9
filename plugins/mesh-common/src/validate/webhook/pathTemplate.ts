const ONE = '{*}';
const ANY = '{**}';

const literal = /^[a-zA-Z0-9-._~%!$&'()+,;:@=]+$/;

/**
 * What is wrong with a path of an AuthorizationPolicy: `{*}` stands for a
 * segment, `{**}` for all that follow, and has to be the last of both.
 */
export function findPathProblem(
  path: string,
  name: string,
): string | undefined {
  const trimmed = trimSlashes(path);
  const isTemplate = path.includes(ONE) || path.includes(ANY);
  const bad = `invalid or unsupported path ${trimmed}, found in ${name}.`;
  let ended = false;
  for (const segment of trimmed.split('/')) {
    if (segment === ONE || segment === ANY) {
      if (ended) return `${bad} {**} is not the last operator`;
      ended = segment === ANY;
    } else if (/[{}]/.test(segment)) {
      return `${bad} Contains '{' or '}' beyond a supported path template`;
    } else if (isTemplate && !literal.test(segment)) {
      return `${bad} Contains segment ${segment} with invalid string literal`;
    }
  }
  return undefined;
}

function trimSlashes(path: string): string {
  let start = 0;
  let end = path.length;
  while (path[start] === '/') start += 1;
  while (end > start && path[end - 1] === '/') end -= 1;
  return path.slice(start, end);
}
