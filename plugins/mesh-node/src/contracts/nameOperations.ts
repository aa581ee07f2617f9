import type { ProblemList } from './ProblemList';

/** An operation before its names are known to be its own. */
export type NamedOperation = {
  /** The name that its author gave it, if any. */
  id?: string;
  /** `METHOD /path`, as written in the document. */
  alias: string;
  /** JSON pointer in the document. */
  at: string;
};

/**
 * Takes names away that stand for more than one operation, or that are the
 * `METHOD /path` of another: a name selects one operation or none.
 */
export function nameOperations<T extends NamedOperation>(
  operations: T[],
  problems: ProblemList,
): T[] {
  const aliases = new Map(operations.map(item => [item.alias, item]));
  const byId = new Map<string, T[]>();
  for (const operation of operations) {
    if (operation.id === undefined) continue;
    const same = byId.get(operation.id);
    if (same) same.push(operation);
    else byId.set(operation.id, [operation]);
  }
  return operations.map(operation => {
    const { id, ...rest } = operation;
    if (id === undefined) return operation;
    const same = byId.get(id) ?? [];
    const alias = aliases.get(id);
    if (same.length < 2 && (!alias || alias === operation)) return operation;
    const other = same.find(item => item !== operation) ?? alias;
    problems.error(
      `${operation.at}/operationId`,
      `The operationId '${id}' also stands for ${other?.alias}; until they differ, select this operation as '${operation.alias}'`,
    );
    return rest as T;
  });
}
