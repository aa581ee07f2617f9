import { CONTRACT_LIMITS } from './limits';
import { toLiteral } from './toLiteral';

/** A path as policies of Istio match it, or why there is no such pattern. */
export type PathPattern =
  | { pattern: string; warnings: string[] }
  | { problem: string };

/**
 * Turns the path of a document into a pattern of Istio: `{id}` is one segment,
 * `{path+}` and `/*` are the rest, everything else is literal.
 */
export function toPathPattern(path: string): PathPattern {
  if (path.length > CONTRACT_LIMITS.path) {
    return { problem: `is longer than ${CONTRACT_LIMITS.path} characters` };
  }
  if (!path.startsWith('/')) return { problem: "does not start with '/'" };
  const warnings: string[] = [];
  const segments: string[] = [];
  const given = path.split('/').slice(1);
  for (const [index, text] of given.entries()) {
    const segment = toSegment(text, index === given.length - 1);
    if ('problem' in segment) return segment;
    if (segment.warning) warnings.push(segment.warning);
    segments.push(segment.text);
  }
  const problem = findProblem(segments);
  return problem
    ? { problem }
    : { pattern: `/${segments.join('/')}`, warnings };
}

function findProblem(segments: string[]): string | undefined {
  const rest = segments.indexOf('{**}');
  if (rest >= 0 && segments.slice(rest + 1).some(isOperator)) {
    return 'has a parameter after one that stands for any number of segments; policies cannot express that';
  }
  if (segments.some(isOperator) && segments.slice(0, -1).includes('')) {
    return "has '//' next to parameters; policies cannot express that";
  }
  return undefined;
}

function isOperator(segment: string): boolean {
  return segment === '{*}' || segment === '{**}';
}

type Segment = { text: string; warning?: string } | { problem: string };

function toSegment(text: string, last: boolean): Segment {
  if (text === '**' || (text === '*' && last)) return { text: '{**}' };
  if (text === '*') {
    return { text: '{*}', warning: `'*' is read as one segment` };
  }
  const shape = findShape(text);
  if (shape === 'parameter') return toParameter(text.slice(1, -1));
  if (shape === 'unbalanced') {
    return { problem: `has braces in '${text}' that do not pair up` };
  }
  if (shape === 'mixed') {
    const warning = `'${text}' is a parameter within a segment; policies match whole segments, so any segment is allowed there`;
    return { text: '{*}', warning };
  }
  if (text.includes('*')) {
    return {
      problem: `has a '*' in '${text}'; policies match '*' only as a whole segment`,
    };
  }
  const literal = toLiteral(text);
  if ('problem' in literal || !/^:[A-Za-z]/.test(text)) return literal;
  const warning = `'${text}' is taken literally; write '{${text.slice(
    1,
  )}}' if it is a parameter`;
  return { ...literal, warning };
}

/** Names that stand for more than one segment in one framework or another. */
const GREEDY = /^[*+]|[*+]$|\.\.\.$|:(?:\.\*|\.\+|path)$/;

function toParameter(name: string): Segment {
  if (name === '*') return { text: '{*}' };
  if (name === '' || /^[?&#;./]/.test(name)) {
    return { problem: `has '{${name}}', which names no part of the path` };
  }
  return { text: GREEDY.test(name) ? '{**}' : '{*}' };
}

/** Where the braces of a segment are. */
function findShape(
  text: string,
): 'literal' | 'parameter' | 'mixed' | 'unbalanced' {
  let depth = 0;
  let outside = false;
  let groups = 0;
  for (const character of text) {
    if (character === '{') {
      if (depth === 0) groups++;
      depth++;
    } else if (character === '}') {
      depth--;
      if (depth < 0) return 'unbalanced';
    } else if (depth === 0) outside = true;
  }
  if (depth > 0) return 'unbalanced';
  if (groups === 0) return 'literal';
  return groups === 1 && !outside ? 'parameter' : 'mixed';
}
