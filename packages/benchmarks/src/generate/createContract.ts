import type {
  Contract,
  ContractOperation,
} from '@meshwright/plugin-mesh-common';

const RESOURCES = ['orders', 'items', 'customers', 'invoices', 'events'];

/** What a generated API offers: lists and single things, read and written. */
export function createOperations(index: number): ContractOperation[] {
  const count = 2 + (index % (RESOURCES.length - 1));
  return RESOURCES.slice(0, count).flatMap(name => [
    { id: `list-${name}`, method: 'GET', path: `/v1/${name}` },
    { id: `create-${name}`, method: 'POST', path: `/v1/${name}` },
    { id: `get-${name}`, method: 'GET', path: `/v1/${name}/{*}` },
    { id: `change-${name}`, method: 'PUT', path: `/v1/${name}/{*}` },
  ]);
}

/** A contract as the parsers hand it to the core. */
export function createContract(index: number): Contract {
  return {
    hash: index.toString(16).padStart(64, '0'),
    kind: 'operations',
    format: 'OpenAPI 3.1',
    operations: createOperations(index),
    problems: [],
  };
}

/** The same contract as its author writes it. */
export function createDefinition(index: number): string {
  const paths: Record<string, Record<string, object>> = {};
  for (const { id, method = 'GET', path } of createOperations(index)) {
    const written = path.replace('{*}', '{id}');
    const operations = (paths[written] ??= {});
    operations[method.toLowerCase()] = {
      operationId: id,
      responses: { 200: { description: 'As asked for.' } },
      ...(written !== path && {
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string' },
          },
        ],
      }),
    };
  }
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: `API ${index}`, version: '1.0.0' },
    paths,
  });
}
