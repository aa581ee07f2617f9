import type { Rule } from './node';
import { invalid, typeOf } from './words';

/**
 * What sort of thing is wrong with a value: its shape, a field that is not
 * known, or a rule of the definition.
 *
 * @public
 */
export type IssueKind = 'shape' | 'unknown' | 'rule';

/**
 * Something that is wrong with an object, in the words of an API server.
 *
 * @public
 */
export type SchemaIssue = {
  kind: IssueKind;
  /** For example `spec.rules[0].from`. */
  path: string;
  /** Begins with the path. */
  message: string;
};

/** Around keys of maps in paths: they are written in two ways. */
const MARK = String.fromCharCode(0);
const marked = new RegExp(`${MARK}([^${MARK}]*)${MARK}`, 'g');

const asField = (text: string) => text.replace(marked, '.$1');
const asKey = (text: string) => text.replace(marked, '[$1]');

/** Collects what is wrong with a value. */
export class Judgement {
  readonly issues: SchemaIssue[] = [];
  /** How often the shape was wrong. */
  shapes = 0;

  /** Release of the control plane. */
  readonly release: number;
  /** Whether the kind is one of Kubernetes itself. */
  readonly core: boolean;
  /** Whether paths are kept; without them only the number of issues counts. */
  readonly #located: boolean;

  constructor(options: { release: number; core: boolean; located: boolean }) {
    this.release = options.release;
    this.core = options.core;
    this.#located = options.located;
  }

  /** Path of a field of an object, or of an item of a list. */
  within(path: string, name: string | number): string {
    if (!this.#located) return path;
    return typeof name === 'number' ? `${path}[${name}]` : `${path}.${name}`;
  }

  /** Path of an entry of a map. */
  at(path: string, key: string): string {
    return this.#located ? `${path}${MARK}${key}${MARK}` : path;
  }

  shape(path: string, message: string): void {
    this.shapes += 1;
    this.issues.push({
      kind: 'shape',
      path: asField(path),
      message: asField(message),
    });
  }

  unknown(path: string): void {
    const shown = asField(path);
    const message = `unknown field "${shown}"`;
    this.issues.push({ kind: 'unknown', path: shown, message });
  }

  rules<T>(rules: readonly Rule<T>[], value: T, path: string): void {
    for (const rule of rules) {
      const message = rule(value);
      if (!message) continue;
      const shown = this.core ? JSON.stringify(value) : `"${typeOf(value)}"`;
      const where = asKey(path);
      this.issues.push({
        kind: 'rule',
        path: where,
        message: invalid(where, shown, message),
      });
    }
  }
}
