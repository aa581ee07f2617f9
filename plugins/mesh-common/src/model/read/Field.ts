import type { ModelCode } from '../codes';
import { modelCodes } from '../codes';
import type { Diagnostic } from '../types';

/** More findings about one entity help nobody. */
const MAX_DIAGNOSTICS = 100;

/** Collects what is wrong with one entity. */
export class Report {
  readonly diagnostics: Diagnostic[] = [];

  constructor(readonly entityRef: string) {}

  add(code: ModelCode, pointer: string, message: string) {
    const { severity } = modelCodes[code];
    const { diagnostics, entityRef } = this;
    if (diagnostics.length < MAX_DIAGNOSTICS) {
      diagnostics.push({ code, severity, entityRef, pointer, message });
    }
  }
}

/** A value in an entity, with the JSON pointer to it. */
export class Field {
  constructor(
    readonly report: Report,
    readonly value: unknown,
    readonly pointer: string,
  ) {}

  at(key: string | number): Field {
    const value = isObject(this.value) ? this.value[String(key)] : undefined;
    return new Field(this.report, value, `${this.pointer}/${escape(key)}`);
  }

  get present(): boolean {
    return this.value !== undefined;
  }

  /** Dotted name of the field, for messages. */
  get name(): string {
    return this.pointer
      .slice(1)
      .split('/')
      .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'))
      .join('.');
  }

  /** Says what is wrong; `rest` follows "spec.x.y is 'value'". */
  problem(code: ModelCode, rest: string): undefined {
    this.report.add(
      code,
      this.pointer,
      `${this.name} is ${showValue(this.value)}${rest}`,
    );
    return undefined;
  }

  string(): string | undefined {
    return typeof this.value === 'string' && this.value !== ''
      ? this.value
      : this.problem('MW1003', '; write a non-empty text');
  }

  /** The items of a list, or undefined when it is none or too long. */
  list(limit: number): Field[] | undefined {
    const { value, report, pointer } = this;
    if (!Array.isArray(value)) {
      return this.problem('MW1003', '; write a list');
    }
    if (value.length > limit) {
      report.add(
        'MW1012',
        pointer,
        `${this.name} has ${value.length} entries; at most ${limit} are read, so none of it takes effect. Shorten the list`,
      );
      return undefined;
    }
    return value.map(
      (item, index) => new Field(report, item, `${pointer}/${index}`),
    );
  }

  /** Whether the value is an object that has no key besides the known ones. */
  object(known: readonly string[]): 'ok' | 'unknown-keys' | undefined {
    if (!isObject(this.value)) {
      return this.problem('MW1003', '; write an object');
    }
    const unknown = Object.keys(this.value).filter(k => !known.includes(k));
    for (const key of unknown) {
      this.report.add(
        'MW1002',
        `${this.pointer}/${escape(key)}`,
        `${this.name} has the unknown key '${cut(
          key,
        )}'; known keys are ${known.join(', ')}`,
      );
    }
    return unknown.length > 0 ? 'unknown-keys' : 'ok';
  }

  /** The value when it is one of a closed list. */
  oneOf<T extends string>(choices: readonly T[]): T | undefined {
    const found = choices.find(choice => choice === this.value);
    return found ?? this.problem('MW1018', `; write ${choices.join(' or ')}`);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A part of a JSON pointer. */
export function escape(part: string | number): string {
  const text = cut(String(part));
  return /[~/]/.test(text)
    ? text.replaceAll('~', '~0').replaceAll('/', '~1')
    : text;
}

function cut(text: string): string {
  return text.length > 253 ? `${text.slice(0, 252)}…` : text;
}

function showValue(value: unknown): string {
  if (value === undefined) {
    return 'missing';
  }
  if (value === null) {
    return 'empty';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  if (typeof value === 'object') {
    return 'an object';
  }
  return `'${cut(String(value)).slice(0, 100)}'`;
}
