/**
 * How much of a definition is read. A definition beyond a limit is unreadable
 * as a whole: half a contract would be a wrong one.
 *
 * @public
 */
export const CONTRACT_LIMITS = {
  /** Characters of a definition. */
  size: 4 * 1024 * 1024,
  /** Nesting of YAML. */
  depth: 100,
  /** Operations, counted once for every base path. */
  operations: 5000,
  /** Servers of a document, a path or an operation. */
  servers: 50,
  /** Characters of a path together with its base path. */
  path: 1024,
  /** References from one path item to the next. */
  references: 8,
  /** Problems that are told one by one. */
  problems: 100,
} as const;
