// A name of its own: Node prefers JSON to TypeScript of the same name.
import file from './published.json';

/** A rule in the Common Expression Language, and where it holds. */
export type Rule = {
  rule: string;
  message: string;
  /** Paths by kind: `[]` is each item of a list, `{}` each value of a map. */
  at: Record<string, string[]>;
};

export type Column = { name: string; type: string; path: string };

export type Published = { columns: Record<string, Column[]>; rules: Rule[] };

export const definitions = file as unknown as Published;
const { columns, rules } = definitions;

/** What `kubectl get` shows of each custom kind. */
export const PRINTED: Readonly<Record<string, Column[] | undefined>> = columns;

/** What the CustomResourceDefinitions ask beyond their schemas. */
export const RULES: readonly Rule[] = rules;
