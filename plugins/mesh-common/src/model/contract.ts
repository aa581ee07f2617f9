/**
 * One thing that an API offers.
 *
 * @public
 */
export type ContractOperation = {
  /** `operationId` of OpenAPI, `Method` or `package.Service/Method` of gRPC. */
  id?: string;
  /** Other names by which a declaration may select it. */
  aliases?: string[];
  /** In upper case; absent: any. */
  method?: string;
  /** Pattern of Istio: exact, or with `{*}` and `{**}`. */
  path: string;
};

/** Something of a definition that could not be turned into operations. @public */
export type ContractProblem = {
  severity: 'error' | 'warning' | 'info';
  /** JSON pointer or line in the definition, where known. */
  at?: string;
  /** What is wrong and what to change, for a person. */
  message: string;
};

/**
 * What an API's definition says, as the core needs it. Made outside the core,
 * once per content.
 *
 * @public
 */
export type Contract = {
  /** SHA-256 of the definition, in hex. */
  hash: string;
  /**
   * `operations`: those listed are all there are. `port`: the format names no
   * operations, so an edge is as wide as the port. `unreadable`: nothing is
   * known, and nothing new may be granted.
   */
  kind: 'operations' | 'port' | 'unreadable';
  /** What the definition is written in, for a person: `OpenAPI 3.1`. */
  format: string;
  operations: ContractOperation[];
  problems: ContractProblem[];
  /** Set when these are the operations of an earlier, readable definition. */
  stale?: { message: string };
};
