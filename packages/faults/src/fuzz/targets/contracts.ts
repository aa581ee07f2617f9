import { parseContract } from '@meshwright/plugin-mesh-node';
import { stringify } from 'yaml';
import type { Random } from '../../azure/Random';
import { hostileText, hostileValue } from '../hostileValues';
import { mutate } from '../mutate';
import { BrokenPromise, type Target } from '../Target';

const openapi = {
  openapi: '3.1.0',
  info: { title: 'Stock', version: '1' },
  servers: [{ url: 'https://x.example.com/v1' }],
  paths: {
    '/items/{id}': {
      parameters: [{ $ref: '#/components/parameters/id' }],
      get: { operationId: 'getItem', responses: { 200: { description: '' } } },
    },
    '/items': { $ref: '#/components/pathItems/items' },
  },
  components: {
    parameters: { id: { name: 'id', in: 'path', required: true } },
    pathItems: { items: { post: { operationId: 'addItem' } } },
  },
};

const proto = `syntax = "proto3";
package shop.v1;
message Item { string id = 1; repeated Item parts = 2; }
service Stock {
  rpc GetItem (Item) returns (stream Item) { option deprecated = true; }
}
`;

const graphql = 'type Query { item(id: ID!): Item } type Item { id: ID! }';

/** Texts of which a parser could make too much. */
function bombs(random: Random): string {
  const size = 1 + random.below(5_000);
  return random.pick([
    // Each level doubles what the one before holds.
    Array.from(
      { length: 30 },
      (_, at) => `a${at}: &a${at} [${at ? `*a${at - 1},*a${at - 1}` : 'x'}]`,
    ).join('\n'),
    '['.repeat(size * 10),
    `${'{a: '.repeat(size)}1${'}'.repeat(size)}`,
    '- '.repeat(size),
    `message A { ${'message B { '.repeat(size)}`,
    `/*${'*'.repeat(size * 10)}`,
    `"${'\\u0000'.repeat(size)}`,
    `openapi: 3.1.0\npaths: { '/${'{a}'.repeat(size)}': { get: {} } }`,
    JSON.stringify({
      openapi: '3.1.0',
      paths: Object.fromEntries(
        Array.from({ length: size }, (_, at) => [`/p${at}`, { get: {} }]),
      ),
    }),
    JSON.stringify({
      openapi: '3.1.0',
      paths: { '/a': { $ref: '#/paths/~1b' }, '/b': { $ref: '#/paths/~1a' } },
    }),
    Buffer.from(proto, 'utf16le').toString('latin1'),
    Buffer.from(JSON.stringify(openapi)).toString('base64'),
  ]);
}

function write(random: Random): unknown {
  switch (random.below(6)) {
    case 0:
      return bombs(random);
    case 1: {
      const text = random.pick([proto, graphql, stringify(openapi)]);
      const at = random.below(text.length);
      return text.slice(0, at) + hostileText(random) + text.slice(at);
    }
    case 2:
      return hostileValue(random);
    case 3:
      try {
        return stringify(mutate(openapi, random));
      } catch {
        // The printer refuses some of what the parser has to bear.
        return JSON.stringify(openapi);
      }
    default:
      return JSON.stringify(mutate(openapi, random));
  }
}

/** Definitions of APIs: they are read or refused, and never wider than text. */
export function createContractsTarget(): Target {
  return {
    name: 'contracts',
    attempt(random) {
      const type = random.pick(['openapi', 'grpc', 'graphql', 'asyncapi', 'x']);
      const definition = write(random);
      const { operations } = parseContract({ type, definition });
      const text = typeof definition === 'string' ? definition.length : 0;
      // GraphQL has one operation, whatever its text.
      if (operations.length > Math.max(text, 1)) {
        throw new BrokenPromise(
          `${operations.length} operations of ${text} characters`,
        );
      }
    },
  };
}
