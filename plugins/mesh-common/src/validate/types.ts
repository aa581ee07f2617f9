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

/**
 * What objects are judged with.
 *
 * @public
 */
export type ValidationOptions = {
  /** Version of the control plane, for example `1.29`, which is the default. */
  istio?: string;
};

/** The version that is judged for when none is named. */
export const DEFAULT_ISTIO = '1.29';
