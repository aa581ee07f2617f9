import { componentYaml, Folder } from '../__testUtils__/files';
import { runCommand } from '../__testUtils__/runCommand';

jest.setTimeout(60_000);

describe('meshwright plan', () => {
  let folder: Folder;

  beforeEach(() => {
    folder = Folder.with({
      'web.yaml': componentYaml('web', {
        dependsOn: ['component:default/api'],
      }),
      'api.yaml': componentYaml('api'),
    });
  });

  afterEach(() => folder.remove());

  const run = (...args: string[]) => runCommand(args, { cwd: folder.path });

  it('creates everything where nothing is', async () => {
    const { code, out, err } = await run('plan', '.');
    expect(code).toBe(0);
    expect(out).toMatch(/^Wave 1 of \d+$/m);
    expect(out).toMatch(
      /^ {2}\+ Namespace api {2}for component:default\/api$/m,
    );
    expect(out).toMatch(/^shop-weu: \d+ to create, 0 to update, 0 to delete/m);
    expect(err).toContain('Assumed: Nothing is in the cluster yet (no --live)');
  });

  it('has nothing to do where everything is', async () => {
    const { out: objects } = await run('compile', '.');
    folder.write('live/all.yaml', objects);
    const { code, out } = await run(
      'plan',
      ...['web.yaml', 'api.yaml', '--live', 'live'],
      ...['--fail-on', 'changes'],
    );
    expect(out).toBe('shop-weu is as declared\n');
    expect(code).toBe(0);
  });

  it('says which objects change, where, and for whom', async () => {
    const { out: objects } = await run('compile', '.');
    folder.write('live/all.yaml', objects);
    folder.write('web.yaml', componentYaml('web'));
    const { code, out } = await run(
      'plan',
      ...['web.yaml', 'api.yaml', '--live', 'live'],
      ...['--format', 'json', '--fail-on', 'changes'],
    );
    expect(code).toBe(1);
    expect(JSON.parse(out).waves.flat()).toContainEqual({
      type: 'update',
      subject: expect.stringMatching(/^AuthorizationPolicy api\/allow-to-api/),
      fields: ['spec.rules'],
      entities: ['component:default/api'],
    });
  });

  it('prints a comment', async () => {
    const { out } = await run('plan', '.', '--format', 'markdown');
    expect(out).toMatch(/^<!-- meshwright:plan -->\n\n### Meshwright plan: /);
    expect(out).toMatch(/<summary>Wave 1 of \d+: \d+ changes<\/summary>/);
  });

  it('asks which cluster is meant', async () => {
    folder.write(
      'api.yaml',
      componentYaml('api').replace('shop-weu', 'shop-neu'),
    );
    const { code, err } = await run('plan', '.');
    expect(code).toBe(3);
    expect(err).toContain('which --cluster? There is shop-neu, shop-weu');
    folder.write('api.yaml', 'a: 1');
    folder.write('web.yaml', 'a: 1');
    expect((await run('plan', '.')).err).toContain('no entity says');
  });
});
