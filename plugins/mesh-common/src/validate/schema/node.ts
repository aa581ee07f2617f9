/** A JSON object. */
export type Json = Record<string, unknown>;

/** Says what is wrong with a value beyond its shape. */
export type Rule<T> = (value: T) => string | false | undefined;

type Common = {
  /** Whether null is a value. */
  nullable?: boolean;
  /** Release of Istio that brought the field, as a number. */
  since?: number;
};

export type Fields = Readonly<Record<string, Node>>;

export type ObjectNode = Common & {
  type: 'object';
  fields: Fields;
  /** True when other fields are kept as they are. */
  open: boolean;
  required: readonly string[];
  /** Of the fields of each group, at most one may be there. */
  choices: readonly (readonly string[])[];
  rules: readonly Rule<Json>[];
};

/** An object with keys of one's own. */
export type MapNode = Common & {
  type: 'map';
  item: Node;
  min: number;
  max: number;
  rules: readonly Rule<Json>[];
};

export type ListNode = Common & {
  type: 'list';
  item: Node;
  min: number;
  max: number;
  /** Field that tells the items apart. */
  key?: string;
  rules: readonly Rule<unknown[]>[];
};

export type TextNode = Common & {
  type: 'text';
  min: number;
  max: number;
  pattern?: RegExp;
  /** The only values there are. */
  values?: readonly string[];
  /** What a duration, address and so on is decoded as. */
  format?: 'duration' | 'byte';
  rules: readonly Rule<string>[];
};

export type NumberNode = Common & {
  type: 'integer' | 'number';
  min: number;
  max: number;
  /** How many bits a control plane has for it. */
  format?: 'int32' | 'uint32' | 'uint64';
  rules: readonly Rule<number>[];
};

export type BooleanNode = Common & { type: 'boolean' };

/** Either a number or a text, as ports of NetworkPolicies are. */
export type EitherNode = Common & {
  type: 'either';
  text: TextNode;
  number: NumberNode;
};

/** What a definition says about a value. */
export type Node =
  | ObjectNode
  | MapNode
  | ListNode
  | TextNode
  | NumberNode
  | BooleanNode
  | EitherNode;
