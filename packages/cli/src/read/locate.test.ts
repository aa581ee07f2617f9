import { componentYaml, Folder } from '../__testUtils__/files';
import { Locator } from './locate';
import { parsePath, parsePointer } from './pointers';

describe('Locator', () => {
  let folder: Folder;
  const text = `# first\n---\n${componentYaml('web', {
    dependsOn: ['component:default/api'],
  })}`;

  beforeEach(() => {
    folder = Folder.with({ 'a.yaml': text });
  });

  afterEach(() => folder.remove());

  const locate = (path: string[]) => {
    const offset = text.indexOf('---');
    const place = new Locator().locate(
      {
        file: 'a.yaml',
        absolute: `${folder.path}/a.yaml`,
        line: 2,
        offset,
        length: Buffer.byteLength(text) - offset,
        format: 'yaml',
        path: [],
      },
      path,
    );
    return `${place.line}:${place.column}`;
  };

  it.each([
    ['/spec/mesh/ports/0/port', '17:23'],
    ['/spec/dependsOn/component:default~1api', '12:7'],
    ['/spec/mesh/nothing/of/it', '13:3'],
    ['', '3:1'],
  ])('finds %j', (pointer, place) => {
    expect(locate(parsePointer(pointer))).toBe(place);
  });

  it('reads the paths of rules about manifests', () => {
    expect(locate(parsePath('spec/mesh/ports[0]/name'))).toBe('17:11');
    expect(locate(parsePath('spec.mesh.namespace'))).toBe('15:5');
  });

  it('says the line of the document when the file has changed', () => {
    folder.write('a.yaml', 'x');
    expect(locate(parsePointer('/spec'))).toMatch(/^2:/);
  });
});
