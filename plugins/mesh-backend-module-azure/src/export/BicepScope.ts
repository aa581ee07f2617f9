import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '../client/WireAnswer';
import { isReference } from '../provisioner/resolveReferences';
import type { Symbols } from './createSymbols';
import {
  call,
  code,
  type Entry,
  entry,
  type Expression,
  type Parts,
  text,
} from './Expression';
import { type Declaration, printText } from './printBicep';
import { parentId, parseResourceId, type ResourceId } from './ResourceId';

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A resource group. */
export type Place = { subscription: string; group: string };

/** A value that is a parameter, at one key or everywhere. */
export type Parameter = { key?: string; is: JsonValue; code: string };

/**
 * What the resources of one Bicep file call each other.
 */
export class BicepScope {
  /** What has to be declared besides the resources. */
  readonly extras: Declaration[] = [];
  readonly #symbols: Symbols;
  readonly #place: Place;
  readonly #known = new Map<string, string>();
  readonly #planned: ReadonlySet<string>;
  readonly #variables = new Map<string, string>();
  readonly #parameters: readonly Parameter[];
  readonly #versionOf: (id: string) => string;
  #used = new Set<string>();

  constructor(options: {
    symbols: Symbols;
    place: Place;
    /** Lower-case ids of what the file declares, sooner or later. */
    planned: ReadonlySet<string>;
    parameters: readonly Parameter[];
    /** Version to speak of a resource with. */
    versionOf: (id: string) => string;
  }) {
    this.#symbols = options.symbols;
    this.#place = options.place;
    this.#planned = options.planned;
    this.#parameters = options.parameters;
    this.#versionOf = options.versionOf;
  }

  /** From now on the resource is spoken of by its symbol. */
  declare(id: string, symbol: string): void {
    this.#known.set(id.toLowerCase(), symbol);
  }

  /** Symbols that were used since this was called last. */
  takeUsed(): Set<string> {
    const used = this.#used;
    this.#used = new Set();
    return used;
  }

  /** The symbol of a resource, which is declared when it is foreign. */
  symbolOf(id: string, apiVersion: string): string {
    const known = this.#known.get(id.toLowerCase());
    const symbol = known ?? this.#declareExisting(id, apiVersion);
    this.#used.add(symbol);
    return symbol;
  }

  /** A value of a body. */
  express(value: JsonValue, key?: string): Expression {
    const parameter = this.#parameters.find(
      ({ key: only, is }) =>
        (only === undefined || only === key) && isSame(is, value),
    );
    if (parameter) {
      return code(parameter.code);
    }
    if (Array.isArray(value)) {
      return { kind: 'array', items: value.map(item => this.express(item)) };
    }
    if (isReference(value)) {
      const symbol = this.symbolOf(value.$from, value.$version);
      return code(symbol + printPath(value.$path));
    }
    if (isObject(value)) {
      return { kind: 'object', entries: this.#entries(value) };
    }
    return typeof value === 'string'
      ? this.#expressText(value)
      : { kind: 'scalar', value };
  }

  /** Keys are ids at times, for example those of identities. */
  #entries(value: JsonObject): Entry[] {
    return Object.entries(value).flatMap(([key, item]): Entry[] =>
      item === undefined
        ? []
        : [[this.#fillIn(key) ?? [key], this.express(item, key)]],
    );
  }

  #expressText(value: string): Expression {
    const parts = this.#fillIn(value);
    if (!parts) {
      return text(value);
    }
    const [only, ...rest] = parts;
    return rest.length === 0 && typeof only === 'object'
      ? code(only.code)
      : { kind: 'text', parts };
  }

  /** The text with symbols in it; undefined when it has none. */
  #fillIn(value: string): Parts | undefined {
    if (!value.toLowerCase().startsWith('/subscriptions/')) {
      return undefined;
    }
    const parts = value.split('/');
    for (let length = parts.length; length > 4; length--) {
      const id = parts.slice(0, length).join('/');
      const found = this.#idOf(id);
      if (found !== undefined) {
        const rest = parts.slice(length);
        return rest.length === 0
          ? [{ code: found }]
          : [{ code: found }, `/${rest.join('/')}`];
      }
    }
    return undefined;
  }

  /** Code for the id of a resource of this file; undefined for foreign ones. */
  #idOf(id: string): string | undefined {
    const key = id.toLowerCase();
    const symbol = this.#known.get(key);
    if (symbol !== undefined) {
      this.#used.add(symbol);
      return `${symbol}.id`;
    }
    return this.#planned.has(key) ? this.#variable(id) : undefined;
  }

  /** A resource cannot name itself, nor one that comes after it. */
  #variable(id: string): string | undefined {
    const parsed = parseResourceId(id);
    if (!parsed || parsed.target !== undefined) {
      return undefined;
    }
    const key = id.toLowerCase();
    const variable =
      this.#variables.get(key) ??
      this.#symbols.take(`${parsed.names.at(-1)}-id`);
    if (!this.#variables.has(key)) {
      this.#variables.set(key, variable);
      this.extras.push({
        head: `var ${variable} =`,
        value: call('resourceId', parsed.type, ...parsed.names),
      });
    }
    return variable;
  }

  #declareExisting(id: string, apiVersion: string): string {
    const { type, names } = expectId(id);
    const symbol = this.#symbols.take(
      [type.split('/').at(-1), ...names].join('-'),
    );
    this.declare(id, symbol);
    const kind = printText([`${type}@${apiVersion}`]);
    this.extras.push({
      head: `resource ${symbol} ${kind} existing =`,
      value: { kind: 'object', entries: this.describePlace(id) },
    });
    return symbol;
  }

  /** `parent` or `scope`, and `name`, of a resource. */
  describePlace(id: string): Entry[] {
    const { names, target, subscription, group } = expectId(id);
    const parent = parentId(id);
    if (parent !== undefined && target === undefined) {
      const symbol = this.symbolOf(parent, this.#versionOf(parent));
      return [
        entry('parent', code(symbol)),
        entry('name', text(names[names.length - 1])),
      ];
    }
    const name = entry('name', text(names.join('/')));
    if (target !== undefined) {
      const symbol = this.symbolOf(target, this.#versionOf(target));
      return [entry('scope', code(symbol)), name];
    }
    if (
      group === undefined ||
      isSamePlace(this.#place, { subscription, group })
    ) {
      return [name];
    }
    return [entry('scope', call('resourceGroup', subscription, group)), name];
  }
}

function expectId(id: string): ResourceId {
  const parsed = parseResourceId(id);
  if (!parsed) {
    throw new Error(`'${id}' cannot be spoken of in Bicep`);
  }
  return parsed;
}

/** Whether two places are the same resource group. */
export function isSamePlace(a: Place, b: Partial<Place>): boolean {
  return (
    a.subscription.toLowerCase() === b.subscription?.toLowerCase() &&
    a.group.toLowerCase() === b.group?.toLowerCase()
  );
}

function printPath(path: string): string {
  return path
    .split('.')
    .map(key => (IDENTIFIER.test(key) ? `.${key}` : `[${printText([key])}]`))
    .join('');
}

function isSame(a: JsonValue, b: JsonValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
