import type { Declaration, Diagnostic, Need } from './declaration';

/**
 * A key of a declaration that `readDeclaration` could not read, so that the
 * last good value stays in force (MODEL section 2.3).
 *
 * @public
 */
export type UnreadableKey = 'needs' | 'access' | 'deployments' | 'all';

/**
 * A need that is written down but cannot be read: what was granted for it
 * stays.
 *
 * @public
 */
export type UnreadableNeed = {
  relation: Need['relation'];
  /** Full reference of the target; absent when that is not readable either. */
  targetRef?: string;
  /** Name of the target, where that much is readable. */
  name?: string;
};

/** What `readDeclaration` makes of an entity. @public */
export type ReadDeclarationResult = {
  /** Undefined for entities without `spec.mesh`. */
  declaration?: Declaration;
  diagnostics: Diagnostic[];
  unreadable: UnreadableKey[];
  /** Which needs `needs` in `unreadable` stands for. */
  unreadableNeeds: UnreadableNeed[];
  /** Full references of every dependency that is listed, in the mesh or not. */
  listed: string[];
};
