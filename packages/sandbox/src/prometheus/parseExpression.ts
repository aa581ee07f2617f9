import { PromError, unsupported } from './PromError';
import { type Token, tokenize } from './tokenize';

/** A condition on one label. */
export type Matcher = {
  label: string;
  operator: '=' | '!=' | '=~' | '!~';
  value: string;
};

/** What the sandbox can compute. */
export type Expression =
  | { type: 'selector'; matchers: Matcher[] }
  | {
      type: 'rate' | 'increase';
      matchers: Matcher[];
      windowSeconds: number;
    }
  | {
      type: 'sum';
      of: Expression;
      grouping: { keep: boolean; labels: string[] };
    };

/** Seconds of a duration such as `1h30m`. */
export function parseDuration(text: string): number {
  const units: Record<string, number> = {
    ms: 0.001,
    s: 1,
    m: 60,
    h: 3600,
    d: 86_400,
    w: 604_800,
    y: 31_536_000,
  };
  const parts = [...text.matchAll(/(\d+)(ms|[smhdwy])/g)];
  return parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit],
    0,
  );
}

class Parser {
  readonly #tokens: Token[];
  #position = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  expression(): Expression {
    const { kind, text } = this.#peek();
    const calls = this.#tokens[this.#position + 1]?.text;
    if (kind === 'name' && ['(', 'by', 'without'].includes(calls)) {
      this.#position += 1;
      return this.#call(text);
    }
    if (kind !== 'name' && text !== '{') {
      throw unsupported(`'${text}'`);
    }
    return { type: 'selector', matchers: this.#selector() };
  }

  end() {
    const { kind, text } = this.#peek();
    if (kind !== 'end') {
      throw unsupported(`'${text}' after an expression`);
    }
  }

  #call(name: string): Expression {
    if (name === 'sum') {
      return this.#sum();
    }
    if (name !== 'rate' && name !== 'increase') {
      throw unsupported(`'${name}'`);
    }
    this.#take('(');
    const matchers = this.#selector();
    this.#take('[');
    const windowSeconds = parseDuration(this.#kind('duration'));
    this.#take(']');
    this.#take(')');
    if (windowSeconds <= 0) {
      throw new PromError('parse error: the window must be longer than 0');
    }
    return { type: name, matchers, windowSeconds };
  }

  #sum(): Expression {
    const before = this.#grouping();
    this.#take('(');
    const of = this.expression();
    this.#take(')');
    const grouping = before ?? this.#grouping();
    return {
      type: 'sum',
      of,
      grouping: grouping ?? { keep: true, labels: [] },
    };
  }

  #grouping(): { keep: boolean; labels: string[] } | undefined {
    const { text } = this.#peek();
    if (text !== 'by' && text !== 'without') {
      return undefined;
    }
    this.#position += 1;
    this.#take('(');
    const labels = this.#list(')', () => this.#kind('name'));
    return { keep: text === 'by', labels };
  }

  #selector(): Matcher[] {
    const matchers: Matcher[] = [];
    if (this.#peek().kind === 'name') {
      const value = this.#kind('name');
      matchers.push({ label: '__name__', operator: '=', value });
    }
    if (this.#peek().text === '{') {
      this.#take('{');
      matchers.push(...this.#list('}', () => this.#matcher()));
    }
    if (!matchers.some(isSelective)) {
      throw new PromError(
        'parse error: a selector must have a matcher that does not match the empty text',
      );
    }
    return matchers;
  }

  #matcher(): Matcher {
    const label = this.#kind('name');
    const operator = this.#kind('sign');
    if (!isOperator(operator)) {
      throw new PromError(
        `parse error: unexpected '${operator}' in a selector`,
      );
    }
    const matcher = { label, operator, value: this.#kind('string') };
    toPredicate(matcher);
    return matcher;
  }

  /** Items with commas between them, and perhaps one at the end. */
  #list<T>(close: string, item: () => T): T[] {
    const items: T[] = [];
    while (this.#peek().text !== close) {
      items.push(item());
      if (this.#peek().text !== close) {
        this.#take(',');
      }
    }
    this.#take(close);
    return items;
  }

  #peek(): Token {
    return this.#tokens[this.#position];
  }

  #take(text: string) {
    const token = this.#peek();
    if (token.text !== text || token.kind !== 'sign') {
      throw new PromError(
        `parse error: unexpected '${token.text}', '${text}' is expected`,
      );
    }
    this.#position += 1;
  }

  #kind(kind: Token['kind']): string {
    const token = this.#peek();
    if (token.kind !== kind) {
      throw new PromError(
        `parse error: unexpected '${token.text}', a ${kind} is expected`,
      );
    }
    this.#position += 1;
    return token.text;
  }
}

/** Reads an expression of the subset, and refuses every other one. */
export function parseExpression(text: string): Expression {
  const parser = new Parser(tokenize(text));
  const expression = parser.expression();
  parser.end();
  return expression;
}

/** Reads a selector, such as `match[]` has. */
export function parseSelector(text: string): Matcher[] {
  const expression = parseExpression(text);
  if (expression.type !== 'selector') {
    throw new PromError('parse error: a selector is expected');
  }
  return expression.matchers;
}

/** Whether a label's value fits; an absent label is the empty text. */
export function toPredicate(matcher: Matcher): (value: string) => boolean {
  const { operator, value } = matcher;
  if (operator === '=') {
    return text => text === value;
  }
  if (operator === '!=') {
    return text => text !== value;
  }
  const pattern = compile(value);
  return text => pattern.test(text) === (operator === '=~');
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 's');
  } catch {
    throw new PromError(
      `parse error: '${pattern}' is not a regular expression`,
    );
  }
}

function isOperator(text: string): text is Matcher['operator'] {
  return ['=', '!=', '=~', '!~'].includes(text);
}

function isSelective(matcher: Matcher): boolean {
  return !toPredicate(matcher)('');
}
