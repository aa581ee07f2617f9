import { derivePreview } from '@meshwright/plugin-mesh-common';
import { component, input } from '@meshwright/plugin-mesh-common/testUtils';
import { componentYaml, Folder } from '../__testUtils__/files';
import { runCommand } from '../__testUtils__/runCommand';

jest.setTimeout(60_000);

describe('meshwright diff', () => {
  let folder: Folder;

  beforeEach(() => {
    folder = Folder.with({
      'base/web.yaml': componentYaml('web'),
      'base/api.yaml': componentYaml('api'),
      'head/web.yaml': componentYaml('web'),
      'head/api.yaml': componentYaml('api'),
    });
  });

  afterEach(() => folder.remove());

  const diff = (...args: string[]) =>
    runCommand(['diff', '--base', 'base', 'head', ...args], {
      cwd: folder.path,
    });
  const calling = (name: string, to: string, owner = 'shop') =>
    componentYaml(name, { owner, dependsOn: [`component:default/${to}`] });

  it('has nothing to say when nothing is different', async () => {
    folder.write('head/web.yaml', `# moved\n\n${componentYaml('web')}`);
    const { code, out } = await diff('--fail-on', 'changed');
    expect({ code, out }).toEqual({
      code: 0,
      out: 'No declaration is different\n',
    });
  });

  it('says who gains access, and fails where that is asked', async () => {
    folder.write('head/web.yaml', calling('web', 'api'));
    const { code, out } = await diff('--fail-on', 'gained');
    expect(code).toBe(1);
    expect(out).toMatch(
      /^Access gained\n {2}\+ shop-weu: component:default\/web may call component:default\/api \(HTTP 80\)/,
    );
    expect(out).toMatch(/~ shop-weu: AuthorizationPolicy api\/allow-to-api/);
    expect((await diff()).code).toBe(0);
  });

  it('says who loses access by an entity that goes', async () => {
    folder.write('base/web.yaml', calling('web', 'api'));
    folder.write('head/web.yaml', '# gone\n');
    const lost = await diff('--fail-on', 'gained', '--format', 'json');
    expect(lost.code).toBe(0);
    expect(JSON.parse(lost.out)).toMatchObject({
      removed: ['component:default/web'],
      access: { gained: [], lost: [{ consumerRef: 'component:default/web' }] },
    });
    expect((await diff('--fail-on', 'changed')).code).toBe(1);
  });

  it('says what waits for the owner of another team', async () => {
    folder.write('head/late.yaml', calling('late', 'api', 'retail'));
    const { code, out } = await diff('--fail-on', 'gained');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Waits or is denied\n {2}\? shop-weu: component:default\/late asks to call/m,
    );
    expect(out).toMatch(/\+ shop-weu: Namespace late/);
  });

  it('keeps what the catalog keeps when the new version is refused', async () => {
    folder.write('base/web.yaml', calling('web', 'api'));
    folder.write(
      'head/web.yaml',
      componentYaml('web').replace('lifecycle: production', 'lifecycle: 5'),
    );
    const { code, out, err } = await diff();
    expect(out).toContain('No declaration is different');
    expect(err).toMatch(
      /head\/web\.yaml:1: component:default\/web: The catalog/,
    );
    expect(code).toBe(2);
  });

  it('cannot be broken by what people write', async () => {
    folder.write(
      'head/web.yaml',
      componentYaml('web', { mesh: ['"|`<b>\\n@all": 1'] }),
    );
    const { out } = await diff('--format', 'markdown');
    expect(out).toMatch(/^<!-- meshwright:diff -->\n\n### Meshwright: /);
    expect(out).toContain('&#124;&#96;&#60;b&#62; &#64;all');
  });

  it('answers as the preview of an installation does', async () => {
    const known = input([
      component({ name: 'web' }),
      component({ name: 'api' }),
    ]);
    folder.write('input.json', JSON.stringify(known));
    folder.write('head/web.yaml', calling('web', 'api'));
    const { out } = await runCommand(
      [
        'diff',
        '--input',
        'input.json',
        'head/web.yaml',
        '--format',
        'json',
      ].concat(['--instant', known.instant]),
      { cwd: folder.path },
    );
    const draft = component({
      name: 'web',
      dependsOn: ['component:default/api'],
    });
    const { access, waiting, objects } = derivePreview({
      input: known,
      entities: [draft],
    });
    expect(JSON.parse(out)).toMatchObject({ access, waiting, objects });
    expect(access.gained).toHaveLength(1);
  });

  it('wants to know what to compare with', async () => {
    const { code, err } = await runCommand(['diff', 'head'], {
      cwd: folder.path,
    });
    expect(code).toBe(3);
    expect(err).toContain('Give --base or --input');
  });
});
