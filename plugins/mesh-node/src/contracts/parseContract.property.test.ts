import { validateWebhook } from '@meshwright/plugin-mesh-common/validate';
import fc from 'fast-check';
import { parseContract } from './parseContract';

/** Pieces that paths of documents are made of, good and bad. */
const piece = fc.oneof(
  fc.constantFrom('/', '{id}', '{path+}', '*', '**', '{', '}', '%2F', '%', '.'),
  fc.constantFrom('..', ':', '{a}-{b}', '{x:[0-9]{2}}', '?', '#', '[', '\\'),
  fc.string({ maxLength: 6, unit: 'binary' }),
  fc.stringMatching(/^[a-z0-9._~-]{1,8}$/),
);
const path = fc
  .array(piece, { maxLength: 8 })
  .map(pieces => `/${pieces.join('')}`);
const method = fc.constantFrom('get', 'put', 'post', 'head', 'trace', 'x-y');
const server = fc.record({
  url: fc.oneof(
    path,
    path.map(text => `https://x.test${text}`),
    fc.string(),
  ),
});
const item = fc.dictionary(
  method,
  fc.record(
    { operationId: fc.string(), servers: fc.array(server, { maxLength: 3 }) },
    { requiredKeys: [] },
  ),
);
const document = fc.record({
  openapi: fc.constantFrom('3.0.0', '3.1.1'),
  servers: fc.array(server, { maxLength: 3 }),
  paths: fc.dictionary(path, fc.oneof(item, fc.jsonValue()), { maxKeys: 8 }),
});

function errorsOf(paths: string[]): string[] {
  const policy = {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'a', namespace: 'b' },
    spec: { rules: [{ to: [{ operation: { paths } }] }] },
  };
  return validateWebhook(policy)?.errors ?? ['not validated'];
}

describe('parseContract', () => {
  it('makes only paths that Istio accepts, and means them', () => {
    let made = 0;
    fc.assert(
      fc.property(document, value => {
        const definition = JSON.stringify(value);
        const { operations } = parseContract({ type: 'openapi', definition });
        made += operations.length;
        for (const operation of operations) {
          expect(errorsOf([operation.path])).toEqual([]);
          expect(operation.path).toMatch(/^\/[!-~]*$/);
          // A star outside of an operator would match more than was written.
          expect(operation.path.replace(/\{\*\*?\}/g, '')).not.toContain('*');
        }
      }),
      { numRuns: 1000 },
    );
    expect(made).toBeGreaterThan(100);
  });

  it('names every operation so that a name selects one or none', () => {
    fc.assert(
      fc.property(document, value => {
        const definition = JSON.stringify(value);
        const { operations } = parseContract({ type: 'openapi', definition });
        const owners = new Map<string, string | undefined>();
        for (const { id, aliases = [] } of operations) {
          for (const name of id === undefined ? aliases : [id, ...aliases]) {
            const owner = owners.get(name) ?? aliases[0];
            expect(owner).toBe(aliases[0]);
            owners.set(name, owner);
          }
        }
      }),
    );
  });

  it('never throws, whatever is in a definition', () => {
    const type = fc.constantFrom('openapi', 'grpc', 'graphql', 'asyncapi', '');
    const shaped = fc
      .jsonValue()
      .map(value =>
        JSON.stringify({ openapi: '3.1.0', paths: value, servers: value }),
      );
    const tokens = fc
      .array(
        fc.constantFrom(
          'service',
          'S',
          '{',
          '}',
          'rpc',
          '(',
          ')',
          ';',
          '"',
          'returns',
          '/*',
          'package',
          '=',
        ),
      )
      .map(words => words.join(' '));
    fc.assert(
      fc.property(
        type,
        fc.oneof(fc.string({ unit: 'binary' }), shaped, tokens, fc.anything()),
        (kind, definition) => {
          const contract = parseContract({ type: kind, definition });
          expect(contract.hash).toMatch(/^[0-9a-f]{64}$/);
          const readable = contract.kind !== 'unreadable';
          expect(readable || contract.problems.length === 1).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
