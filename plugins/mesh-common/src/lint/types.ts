/**
 * Something that is wrong with an object.
 *
 * @public
 */
export type LintFinding = {
  /** Number of the rule, for example `MW2001`. */
  rule: string;
  severity: 'error' | 'warning' | 'info';
  kind: string;
  namespace: string;
  name: string;
  /** Where in the object, for example `spec/rules[0]/when[1]`. */
  path: string;
  /** What is wrong and what to do, for a person. */
  message: string;
};

/**
 * What rules are judged with.
 *
 * @public
 */
export type LintOptions = {
  /** Namespace whose policies hold for the whole mesh. */
  rootNamespace: string;
  /** True unless said otherwise. */
  autoMtls?: boolean;
};
