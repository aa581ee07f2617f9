import { tokenize } from 'protobufjs';
import { UnreadableDefinition } from './UnreadableDefinition';

/** A method of a service. */
export type ProtoMethod = {
  /** With its package, for example `shop.v1.Stock`. */
  service: string;
  name: string;
  line: number;
};

const NAME = /^[A-Za-z_]\w{0,199}$/;
const PACKAGE = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;

/**
 * Reads packages, services and methods from the tokens of proto text and
 * steps over everything else: messages may be as many as they like, and no
 * import matters. (A full parse takes time that grows with the square of the
 * fields of a message.)
 */
export class ProtoReader {
  readonly #tokens: ReturnType<typeof tokenize>;
  readonly #methods: ProtoMethod[] = [];
  #package = '';

  constructor(text: string) {
    this.#tokens = tokenize(text, false);
  }

  read(): ProtoMethod[] {
    for (let token = this.#next(); token !== null; token = this.#next()) {
      this.#readStatement(token);
    }
    return this.#methods;
  }

  #readStatement(token: string): void {
    if (token === ';') return;
    if (token === 'package') {
      this.#package = this.#expectMatch(PACKAGE, 'a package');
      this.#expect(';');
    } else if (token === 'service') {
      this.#readService();
    } else {
      // Where files are put one after the other, a new one starts here.
      if (token === 'syntax' || token === 'edition') this.#package = '';
      if (!/^[A-Za-z]/.test(token))
        this.#fail(`'${token}' starts no statement`);
      this.#skipStatement();
    }
  }

  #readService(): void {
    const name = this.#expectMatch(NAME, 'a service');
    const service = this.#package ? `${this.#package}.${name}` : name;
    if (service.length > 800) this.#fail('The name of the service is too long');
    this.#expect('{');
    for (;;) {
      const token = this.#expectAny();
      if (token === '}') return;
      if (token === 'rpc') this.#readMethod(service);
      else if (token !== ';') this.#skipStatement();
    }
  }

  #readMethod(service: string): void {
    const { line } = this.#tokens;
    const name = this.#expectMatch(NAME, 'a method');
    this.#readType();
    this.#expect('returns');
    this.#readType();
    this.#methods.push({ service, name, line });
    const end = this.#expectAny();
    if (end === '{') this.#skipBlock();
    else if (end !== ';') this.#fail(`';' is missing behind '${name}'`);
  }

  #readType(): void {
    this.#expect('(');
    const first = this.#expectAny();
    const next = this.#expectAny();
    if (next !== ')') {
      if (first !== 'stream') this.#fail(`'${next}' is not expected`);
      this.#expect(')');
    }
  }

  /** Up to a semicolon, or to the end of a block. */
  #skipStatement(): void {
    for (;;) {
      const token = this.#expectAny();
      if (token === ';') return;
      if (token === '}') this.#fail("'}' is not expected");
      if (token === '{') {
        this.#skipBlock();
        return;
      }
    }
  }

  #skipBlock(): void {
    for (let depth = 1; depth > 0; ) {
      const token = this.#expectAny();
      if (token === '{') depth++;
      else if (token === '}') depth--;
    }
  }

  #expectMatch(pattern: RegExp, what: string): string {
    const token = this.#expectAny();
    if (!pattern.test(token)) this.#fail(`'${token}' is no name of ${what}`);
    return token;
  }

  #expect(expected: string): void {
    const token = this.#expectAny();
    if (token !== expected) {
      this.#fail(`'${expected}' is expected where '${token}' is`);
    }
  }

  #expectAny(): string {
    const token = this.#next();
    if (token === null) this.#fail('The text ends within a block');
    return token;
  }

  /** The next token; a string is one, whatever it contains. */
  #next(): string | null {
    try {
      const token = this.#tokens.next();
      if (token !== '"' && token !== "'") return token;
      this.#tokens.next();
      this.#tokens.next();
      return '""';
    } catch (error) {
      return this.#fail((error as Error).message);
    }
  }

  #fail(reason: string): never {
    const line = this.#tokens.line;
    throw new UnreadableDefinition(
      `The definition is no proto file: ${reason.slice(0, 200)}`,
      `line ${line}`,
    );
  }
}
