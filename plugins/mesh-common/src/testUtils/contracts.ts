import type { Contract, ContractOperation } from '../model/types';

/**
 * A readable contract with the given operations, each written as an id, a
 * method and a path: `getItem GET /items/{*}`.
 *
 * @public
 */
export function contract(
  operations: string[],
  overrides: Partial<Contract> = {},
): Contract {
  return {
    hash: '0'.repeat(64),
    kind: 'operations',
    format: 'OpenAPI 3.1',
    operations: operations.map(toOperation),
    problems: [],
    ...overrides,
  };
}

function toOperation(text: string): ContractOperation {
  const [id, method, path] = text.split(' ');
  return { id, method, path };
}
