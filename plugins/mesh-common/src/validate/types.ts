/**
 * What an API server, or the control plane, would say to an object.
 *
 * @public
 */
export type Validation = {
  /** The object is refused when there is any. */
  errors: string[];
  /** Said to an object that is accepted. */
  warnings: string[];
};
