import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fs from 'node:fs';
import { CONTRACT_LIMITS } from './limits';
import { parseContract } from './parseContract';

const openapi = (paths: object, more: object = {}) =>
  parseContract({
    type: 'openapi',
    definition: JSON.stringify({ openapi: '3.0.3', paths, ...more }),
  });

const spell = ({ operations }: ReturnType<typeof parseContract>) =>
  operations.map(({ method, path }) => `${method} ${path}`);

const get = { get: {} };

describe('parseContract of OpenAPI', () => {
  it.each([
    ['a version', { openapi: { toString: 1 } }, /"toString":1/],
    [
      'a reference',
      { openapi: '3.0.3', paths: { '/a': { $ref: [{ toString: 1 }] } } },
      /leads outside/,
    ],
  ])('names %s that cannot be a text by itself', (_, document, message) => {
    const { problems } = parseContract({
      type: 'openapi',
      definition: JSON.stringify(document),
    });

    expect(JSON.stringify(problems).replaceAll('\\"', '"')).toMatch(message);
  });

  it.each([
    ['/pets/{id}', '/pets/{*}'],
    ['/{a}/{b}', '/{*}/{*}'],
    ['/pets/', '/pets/'],
    ['/', '/'],
    ['/{id}/', '/{*}/'],
    ['/{path+}', '/{**}'],
    ['/files/{proxy+}', '/files/{**}'],
    ['/files/{*path}', '/files/{**}'],
    ['/files/{path:.*}', '/files/{**}'],
    ['/files/{id:[0-9]{3}}', '/files/{*}'],
    ['/files/*', '/files/{**}'],
    ['/files/**', '/files/{**}'],
    ['/store/{rest+}/cart', '/store/{**}/cart'],
    ['/{id}/{path+}', '/{*}/{**}'],
    ['/%61dmin/%2fx', '/admin/%2fx'],
    ['/caf\u00e9 au lait', '/caf%C3%A9%20au%20lait'],
    ['/a//b', '/a//b'],
  ])('reads %s as %s without a problem', (path, pattern) => {
    const contract = openapi({ [path]: get });
    expect(spell(contract)).toEqual([`GET ${pattern}`]);
    expect(contract.problems).toEqual([]);
  });

  it.each([
    ['/files/{name}.json', '/files/{*}'],
    ['/{a}-{b}', '/{*}'],
    ['/v1/{id}:cancel', '/v1/{*}'],
    ['/a/*/b', '/a/{*}/b'],
    ['/users/:id', '/users/:id'],
  ])('reads %s as %s and warns', (path, pattern) => {
    const contract = openapi({ [path]: get });
    expect(spell(contract)).toEqual([`GET ${pattern}`]);
    expect(contract.problems).toEqual([
      expect.objectContaining({ severity: 'warning' }),
    ]);
  });

  it.each([
    'pets',
    '/{path+}/{id}',
    '/*/x/**/{id}',
    '/img-*',
    '/{id',
    '/id}',
    '/{}',
    '/pets/{?limit}',
    '/pets?limit=1',
    '/pets#top',
    '/a/../b',
    '/a/%2E%2e/b',
    '/a//{id}',
    '/50%',
    '/a%00',
    '/a\\b',
    '/a[0]',
    '/a\nb',
    `/${'a'.repeat(CONTRACT_LIMITS.path)}`,
  ])('grants nothing for %j, and says where', path => {
    const contract = openapi({ [path]: get, '/fine': get });
    expect(spell(contract)).toEqual(['GET /fine']);
    const pointer = path.replace(/~/g, '~0').replace(/\//g, '~1');
    expect(contract.problems).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        at: expect.stringContaining(`/paths/${pointer}`.slice(0, 500)),
      }),
    );
  });

  it('names every method that is there and implies none', () => {
    const methods = ['get', 'put', 'post', 'delete', 'options', 'head'];
    const item = Object.fromEntries(
      [...methods, 'patch', 'trace', 'x-get', 'summary'].map(m => [m, {}]),
    );
    expect(spell(openapi({ '/a': item, '/b': get, 'x-c': get }))).toEqual([
      ...[...methods, 'patch', 'trace'].map(m => `${m.toUpperCase()} /a`),
      'GET /b',
    ]);
  });

  it('reads the methods of OpenAPI 3.2', () => {
    const item = { query: {}, additionalOperations: { LINK: {}, link: {} } };
    const contract = openapi({ '/a': item }, { openapi: '3.2.0' });
    expect(spell(contract)).toEqual(['QUERY /a', 'LINK /a']);
    expect(contract.format).toBe('OpenAPI 3.2');
    expect(contract.problems[0]?.at).toBe(
      '/paths/~1a/additionalOperations/link',
    );
  });

  it.each<[string, object, string[]]>([
    ['none', {}, ['/a']],
    ['an empty list', { servers: [] }, ['/a']],
    [
      'an absolute one',
      { servers: [{ url: 'https://x.test/v1/' }] },
      ['/v1/a'],
    ],
    ['one without a path', { servers: [{ url: 'https://x.test' }] }, ['/a']],
    ['a relative one', { servers: [{ url: '/v1' }] }, ['/v1/a']],
    ['the root', { servers: [{ url: '/' }] }, ['/a']],
    [
      'several',
      { servers: [{ url: '/v1' }, { url: '//x.test/v2' }, { url: '/v1/' }] },
      ['/v1/a', '/v2/a'],
    ],
    [
      'variables',
      {
        servers: [
          {
            url: 'https://{host}/{version}',
            variables: { version: { default: 'v3', enum: ['v3', 'v4'] } },
          },
        ],
      },
      ['/v3/a'],
    ],
  ])('joins paths with the base path of %s', (_, more, expected) => {
    const contract = openapi({ '/a': get }, more);
    expect(contract.operations.map(({ path }) => path)).toEqual(expected);
    expect(contract.problems).toEqual([]);
  });

  it('lets the servers of a path and of an operation replace outer ones', () => {
    const contract = openapi(
      {
        '/a': {
          servers: [{ url: '/path' }],
          get: {},
          post: { servers: [{ url: '/own' }] },
        },
        '/b': get,
      },
      { servers: [{ url: '/v1' }] },
    );
    expect(spell(contract)).toEqual([
      'GET /path/a',
      'POST /own/a',
      'GET /v1/b',
    ]);
  });

  it.each(['v1', '/{version}', './v1', '../v1', 5])(
    'grants nothing through the server %j',
    url => {
      const contract = openapi({ '/a': get }, { servers: [{ url }] });
      expect(contract).toMatchObject({ kind: 'operations', operations: [] });
      expect(contract.problems[0]).toMatchObject({
        severity: 'error',
        at: '/servers/0/url',
      });
    },
  );

  it('reads YAML, its merges and its unquoted versions', () => {
    const definition = `
openapi: 3.0
x-shared: &shared
  get: { operationId: list }
paths:
  /a:
    <<: *shared
  /b: { post: { operationId: add } }
`;
    const contract = parseContract({ type: 'openapi', definition });
    expect(contract).toMatchObject({
      format: 'OpenAPI 3.0',
      operations: [
        { id: 'list', aliases: ['GET /a'], method: 'GET', path: '/a' },
        { id: 'add', aliases: ['POST /b'], method: 'POST', path: '/b' },
      ],
    });
  });

  it('reads Swagger 2.0 below its basePath', () => {
    const swagger = { swagger: '2.0', host: 'x.test', basePath: '/v2/' };
    const definition = JSON.stringify({ ...swagger, paths: { '/a/{b}': get } });
    const contract = parseContract({ type: 'openapi', definition });
    expect(contract.format).toBe('Swagger 2.0');
    expect(spell(contract)).toEqual(['GET /v2/a/{*}']);
  });

  it('follows references within the document', () => {
    const contract = openapi(
      {
        '/a': { $ref: '#/paths/~1b', delete: {} },
        '/b': { $ref: '#/components/pathItems/B%20b' },
        '/loop': { $ref: '#/paths/~1loop' },
        '/ping': { $ref: '#/paths/~1pong' },
        '/pong': { $ref: '#/paths/~1ping' },
        '/missing': { $ref: '#/paths/~1nowhere' },
        '/proto': { $ref: '#/__proto__/toString' },
      },
      { openapi: '3.1.0', components: { pathItems: { 'B b': get } } },
    );
    expect(spell(contract).sort()).toEqual(['DELETE /a', 'GET /a', 'GET /b']);
    expect(contract.problems.map(({ at }) => at)).toEqual([
      '/paths/~1loop',
      '/paths/~1ping',
      '/paths/~1pong',
      '/paths/~1missing',
      '/paths/~1proto',
    ]);
  });

  it('lets operations with one operationId only be selected by their paths', () => {
    const contract = openapi({
      '/a': { get: { operationId: 'list' } },
      '/b': { get: { operationId: 'list' } },
      '/c': { get: { operationId: 'GET /b' }, post: { operationId: 'add' } },
    });
    expect(contract.operations).toEqual([
      { aliases: ['GET /a'], method: 'GET', path: '/a' },
      { aliases: ['GET /b'], method: 'GET', path: '/b' },
      { aliases: ['GET /c'], method: 'GET', path: '/c' },
      { id: 'add', aliases: ['POST /c'], method: 'POST', path: '/c' },
    ]);
    expect(contract.problems).toHaveLength(3);
    expect(contract.problems[0]).toMatchObject({
      severity: 'error',
      at: '/paths/~1a/get/operationId',
      message: expect.stringContaining("'list' also stands for GET /b"),
    });
  });
});

describe('parseContract and references to elsewhere', () => {
  it('asks no server and reads no file', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked++;
      response.end('{"get":{}}');
    }).listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const file = `${__dirname}/parseContract.test.ts`;
    const readFile = jest.spyOn(fs, 'readFileSync');
    const fetch = jest.spyOn(globalThis, 'fetch');
    try {
      const contract = openapi({
        '/http': { $ref: `http://127.0.0.1:${port}/item.json` },
        '/file': { $ref: `file://${file}` },
        '/relative': { $ref: './other.json#/paths/~1a' },
        '/operation': { get: { $ref: `http://127.0.0.1:${port}/get.json` } },
        '/schema': {
          get: { responses: { 200: { $ref: `http://127.0.0.1:${port}/r` } } },
        },
      });
      await new Promise(resolve => setTimeout(resolve, 50));
      expect(spell(contract)).toEqual(['GET /schema']);
      expect(contract.problems.map(({ at }) => at)).toEqual([
        '/paths/~1http',
        '/paths/~1file',
        '/paths/~1relative',
        '/paths/~1operation/get',
      ]);
      expect(asked).toBe(0);
      expect(fetch).not.toHaveBeenCalled();
      expect(readFile).not.toHaveBeenCalled();
    } finally {
      jest.restoreAllMocks();
      await new Promise(resolve => server.close(resolve));
    }
  });
});

describe('parseContract of proto text', () => {
  const definition = `
    syntax = "proto3"; // service Comment {}
    package shop.stock.v1;
    import "google/protobuf/empty.proto";
    option (a.b) = { text: "service Hidden {" };
    message Item { message Nested { string service = 1; } reserved 2; }
    /* service Also { rpc No (A) returns (B); } */
    service Stock {
      option deprecated = true;
      rpc Get (Item) returns (Item);
      rpc Watch (stream .shop.Item) returns (stream Item) {
        option (google.api.http) = { get: "/v1/{name=shelves/*}" };
      }
    }
    service Orders { rpc Get (Item) returns (Item) {} }
  `;

  it('names methods as briefly as they stay unambiguous', () => {
    const contract = parseContract({ type: 'grpc', definition });
    expect(contract).toMatchObject({ kind: 'operations', problems: [] });
    expect(contract.operations).toEqual([
      {
        id: 'Stock/Get',
        aliases: ['shop.stock.v1.Stock/Get', 'POST /shop.stock.v1.Stock/Get'],
        method: 'POST',
        path: '/shop.stock.v1.Stock/Get',
      },
      {
        id: 'Watch',
        aliases: [
          'Stock/Watch',
          'shop.stock.v1.Stock/Watch',
          'POST /shop.stock.v1.Stock/Watch',
        ],
        method: 'POST',
        path: '/shop.stock.v1.Stock/Watch',
      },
      {
        id: 'Orders/Get',
        aliases: ['shop.stock.v1.Orders/Get', 'POST /shop.stock.v1.Orders/Get'],
        method: 'POST',
        path: '/shop.stock.v1.Orders/Get',
      },
    ]);
  });

  it('reads services without a package, and files one after the other', () => {
    const two = `syntax="proto3"; package a; service S { rpc M (X) returns (Y); }
      edition = "2023"; service T { rpc M (X) returns (Y); }`;
    const contract = parseContract({ type: 'grpc', definition: two });
    expect(spell(contract)).toEqual(['POST /a.S/M', 'POST /T/M']);
  });

  it.each([
    ['service S { rpc M (X) returns (Y);', 'line 1'],
    ['service S {\n rpc M returns (Y); }', 'line 2'],
    ['service S-T {}', 'line 1'],
    ['{ "openapi": "3.0.0" }', 'line 1'],
    ['}', 'line 1'],
    ['service S { rpc M (X) returns (Y) }', 'line 1'],
    ['/* never closed', 'line 1'],
  ])('does not guess what %j means', (text, at) => {
    expect(parseContract({ type: 'grpc', definition: text })).toMatchObject({
      kind: 'unreadable',
      operations: [],
      problems: [{ severity: 'error', at }],
    });
  });
});

describe('parseContract of other formats', () => {
  it('allows GraphQL as POST on its path', () => {
    const definition = 'type Query { a: Int }';
    expect(parseContract({ type: 'graphql', definition })).toMatchObject({
      kind: 'operations',
      operations: [
        { aliases: ['POST /graphql'], method: 'POST', path: '/graphql' },
      ],
      problems: [{ severity: 'info' }],
    });
    const at = (path: string) =>
      parseContract({
        type: 'graphql',
        definition,
        annotations: { 'meshwright.io/graphql-path': path },
      });
    expect(spell(at('/api/query'))).toEqual(['POST /api/query']);
    expect(at('query').kind).toBe('unreadable');
  });

  it.each(['asyncapi', 'trpc', 'soap'])('leaves %s to the port', type => {
    expect(parseContract({ type, definition: '{' })).toMatchObject({
      kind: 'port',
      operations: [],
      problems: [{ severity: 'info' }],
    });
  });
});

describe('parseContract of what cannot be read', () => {
  const nested = (open: string) => open.repeat(100_000);

  it.each<[string, unknown, string]>([
    ['no text', undefined, 'no text'],
    ['an unresolved placeholder', { $text: './a.yaml' }, 'no text'],
    ['blank text', ' \n', 'no text'],
    ['a list', '[]', 'not an object'],
    ['broken JSON', '{"openapi": "3.0.0", "paths": {', 'neither JSON nor YAML'],
    ['broken YAML', 'openapi: 3.0.0\npaths: [', 'neither JSON nor YAML'],
    ['a duplicate key', 'openapi: 3.0.0\nopenapi: 3.0.0', 'duplicated'],
    ['a foreign tag', 'openapi: !!js/function x', 'tag'],
    ['two documents', 'openapi: 3.0.0\n---\nopenapi: 3.0.0', 'single document'],
    ['nested YAML', nested('['), 'maxDepth'],
    ['nested maps', nested('{a: '), 'maxDepth'],
    ['too much text', `${' '.repeat(CONTRACT_LIMITS.size)}a`, 'characters'],
    ['another version', '{"openapi":"4.0.0","paths":{}}', 'not known'],
    ['no version', '{"asyncapi":"3.0.0"}', 'no version'],
    ['paths that are no object', '{"openapi":"3.0.0","paths":[]}', 'paths'],
  ])('says what is wrong with %s', (_, definition, message) => {
    expect(parseContract({ type: 'openapi', definition })).toMatchObject({
      kind: 'unreadable',
      operations: [],
      problems: [
        { severity: 'error', message: expect.stringContaining(message) },
      ],
    });
  });

  it('counts operations once for every base path', () => {
    const paths = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`/p${i}`, get]),
    );
    const servers = Array.from({ length: 50 }, (_, i) => ({ url: `/v${i}` }));
    expect(
      openapi(paths, { servers: servers.slice(0, 25) }).operations,
    ).toHaveLength(5000);
    expect(openapi(paths, { servers }).kind).toBe('unreadable');
    expect(openapi(paths, { servers: [...servers, {}] }).kind).toBe(
      'unreadable',
    );
  });

  it('does not multiply aliases', () => {
    const levels = Array.from({ length: 40 }, (_, i) =>
      i === 0
        ? 'a0: &a0 {get: {}}'
        : `a${i}: &a${i} [*a${i - 1}, *a${i - 1}, *a${i - 1}]`,
    );
    const definition = `openapi: 3.0.0\n${levels.join('\n')}\npaths: {/a: *a0}`;
    expect(spell(parseContract({ type: 'openapi', definition }))).toEqual([
      'GET /a',
    ]);
  });

  it('tells the first problems one by one, and how many more there are', () => {
    const paths = Object.fromEntries(
      Array.from({ length: 150 }, (_, i) => [`p${i}`, get]),
    );
    const { problems } = openapi(paths);
    const unreadable = openapi({ ...paths, '/x': { servers: Array(51) } });
    expect(unreadable.problems[0]?.message).toContain('51 servers');
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.message).toContain('51 more');
  });

  it('keeps what it says short, however long the document is', () => {
    const path = `/${'{a}'.repeat(100_000)}`;
    const { problems } = openapi({ [path]: { ...get, $ref: path } });
    expect(JSON.stringify(problems).length).toBeLessThan(2000);
    expect(JSON.stringify(openapi({ [path]: get })).length).toBeLessThan(2000);
  });
});
