import { hasControl } from '../text/url';

/** What is wrong with the value of a header, which may hold `%VARIABLES%`. */
export function findHeaderValueProblem(value: string): string | undefined {
  if (hasControl(value.replaceAll('\t', ''))) {
    return `header value configuration ${value} is invalid`;
  }
  const problem = findVariableProblem(value);
  return problem && `header value configuration: ${problem}`;
}

const start = 'invalid header configuration.';

/** Where the reading of a value is. */
type State =
  | 'literal'
  | 'name'
  | 'arguments'
  | 'string'
  | 'delimiter'
  | 'text'
  | 'closing'
  | 'end';

type Step = State | { problem: string } | { skip: State };

const stay = (state: State, character: string, wanted: string): Step =>
  character === ' ' ? state : { problem: `Expecting ${wanted}` };

/** What comes after a character, as Envoy parses values of headers. */
const steps: Readonly<
  Record<State, (character: string, next: string | undefined) => Step>
> = {
  literal(character, next) {
    if (character !== '%') return 'literal';
    if (next === undefined) return { problem: 'Un-escaped %' };
    return next === '%' ? { skip: 'literal' } : 'name';
  },
  name(character) {
    if (character === '%') return 'literal';
    return character === '(' ? 'arguments' : 'name';
  },
  arguments(character) {
    if (character === '[') return 'string';
    return character === ' ' ? 'arguments' : 'text';
  },
  delimiter(character) {
    if (character === ',') return 'string';
    return character === ']'
      ? 'closing'
      : stay('delimiter', character, "',', ']', or whitespace");
  },
  string(character) {
    return character === '"' ? 'text' : stay('string', character, "'\"'");
  },
  text(character, next) {
    if (character === ')') return 'end';
    if (character === '"') return 'delimiter';
    if (character !== '\\') return 'text';
    return next === undefined
      ? { problem: 'Un-terminated backslash in JSON string' }
      : { skip: 'text' };
  },
  closing(character) {
    return character === ')'
      ? 'end'
      : stay('closing', character, "')' or whitespace");
  },
  end(character) {
    return character === '%'
      ? 'literal'
      : stay('end', character, "'%' or whitespace after");
  },
};

function findVariableProblem(value: string): string | undefined {
  let state: State = 'literal';
  for (let at = 0; at < value.length; at += 1) {
    const step: Step = steps[state](value.charAt(at), value[at + 1]);
    if (typeof step === 'string') state = step;
    else if ('problem' in step) return `${start} ${step.problem}`;
    else {
      state = step.skip;
      at += 1;
    }
  }
  return state === 'literal'
    ? undefined
    : `${start} Un-terminated variable expression '${value}'`;
}
