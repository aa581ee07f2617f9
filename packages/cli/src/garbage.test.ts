import fc from 'fast-check';
import { stringify } from 'yaml';
import { componentYaml, Folder, OPEN_POLICY } from './__testUtils__/files';
import { runCommand } from './__testUtils__/runCommand';

jest.setTimeout(120_000);

const COMMANDS = [
  ['check', '.'],
  ['check', '.', '--format', 'sarif'],
  ['check', '.', '--format', 'markdown', '--complete'],
  ['compile', '.', '--format', 'json'],
  ['plan', '.', '--cluster', 'shop-weu'],
  ['diff', '.', '--base', '.'],
  ['explain', '.', '--from', 'web/web', '--to', 'component:default/web'],
  ['evaluate', '.', '--requests', 'x.json'],
  ['matrix', '.'],
];

const SCRAPS = [
  '---\n',
  'apiVersion: backstage.io/v1alpha1\n',
  'apiVersion: v1\n',
  'kind: List\nitems:\n',
  'kind: Component\n',
  '  - &a\n',
  '*a',
  '<<: ',
  '{',
  '}',
  ': ',
  '\t',
  '\r\n',
  '!!binary ',
  '\u0000',
  '\ud800',
  '"',
  '%YAML 9\n',
  componentYaml('web'),
  OPEN_POLICY,
];

/** What every command ends with on such files; rejects when one throws. */
async function runAll(
  files: Record<string, string | Uint8Array>,
): Promise<number[]> {
  const folder = Folder.with(files);
  const codes: number[] = [];
  try {
    for (const args of COMMANDS) {
      const { code } = await runCommand(args, { cwd: folder.path });
      codes.push(code);
    }
    return codes;
  } finally {
    folder.remove();
  }
}

/** Values that are nearly what is expected. */
const value = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('', 'web', 'http', '/a', '*', 80, -1, 1e99, true, null),
    fc.string({ maxLength: 5 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        ...['cluster', 'namespace', 'ports', 'port', 'name', 'from', 'source'],
        ...['rules', 'selector', 'matchLabels', 'spec', 'hosts', '__proto__'],
        ...['access', 'allow', 'dependencies', 'expose', 'mtls', 'egress'],
      ),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

const KINDS: ReadonlyArray<readonly [string, string]> = [
  ['security.istio.io/v1', 'AuthorizationPolicy'],
  ['security.istio.io/v1', 'PeerAuthentication'],
  ['security.istio.io/v1', 'RequestAuthentication'],
  ['networking.istio.io/v1', 'DestinationRule'],
  ['networking.istio.io/v1', 'VirtualService'],
  ['networking.istio.io/v1', 'Gateway'],
  ['networking.istio.io/v1', 'Sidecar'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['v1', 'Service'],
  ['v1', 'Pod'],
  ['apps/v1', 'Deployment'],
];

describe('every command', () => {
  it('comes through files of garbage', async () => {
    const text = fc
      .array(fc.oneof(fc.constantFrom(...SCRAPS), fc.string({ maxLength: 9 })))
      .map(parts => parts.join(''));
    const bytes = fc.uint8Array({ maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, text, bytes, async (yaml, json, binary) => {
        const files = { 'a.yaml': yaml, 'x.json': json, 'b.yml': binary };
        expect(await runAll(files)).toHaveLength(COMMANDS.length);
      }),
      { numRuns: 25 },
    );
  });

  it('comes through entities of garbage', async () => {
    await fc.assert(
      fc.asyncProperty(value, value, async (mesh, spec) => {
        const entity = {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name: 'web' },
        };
        const valid = { type: 'service', lifecycle: 'a', owner: 'b' };
        const codes = await runAll({
          'a.yaml': stringify({ ...entity, spec: { ...valid, mesh } }),
          'b.yaml': stringify({ ...entity, metadata: { name: 'b' }, spec }),
        });
        expect(codes).toHaveLength(COMMANDS.length);
      }),
      { numRuns: 25 },
    );
  });

  it('comes through manifests of garbage', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...KINDS), value), { maxLength: 6 }),
        async manifests => {
          const documents = manifests.map(
            ([[apiVersion, kind], spec], index) => ({
              apiVersion,
              kind,
              metadata: { name: `n${index}`, namespace: 'web' },
              spec,
            }),
          );
          const codes = await runAll({
            'a.ndjson': documents.map(each => JSON.stringify(each)).join('\n'),
          });
          expect(codes).toHaveLength(COMMANDS.length);
        },
      ),
      { numRuns: 25 },
    );
  });
});
