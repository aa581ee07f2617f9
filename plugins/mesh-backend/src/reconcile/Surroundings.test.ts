import {
  ANNOTATION_EDGES,
  ANNOTATION_ENTITIES,
  type MeshObject,
} from '@meshwright/plugin-mesh-common';
import { Surroundings } from './Surroundings';

const HOMES = ['blue', 'green', 'grey', 'red'];

/** `a.red>b.green` as the key of an edge. */
function edge(text: string): string {
  const [consumer, provider] = text.split('>').map(end => {
    const [name, home] = end.split('.');
    return `component:default/${name}@c/${home}`;
  });
  return `${consumer}>${provider}#component:default/x`;
}

function policy(
  namespace: string,
  about?: { of: string; edges: string[] },
): MeshObject {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: {
      ...{ name: 'x', namespace },
      annotations: about && {
        [ANNOTATION_ENTITIES]: about.of
          .split(',')
          .map(name => `component:default/${name}`)
          .join(),
        [ANNOTATION_EDGES]: about.edges.map(edge).join('\n'),
      },
    },
  };
}

function near(changed: MeshObject[], others: MeshObject[]): string[] {
  const around = new Surroundings(changed);
  [...changed, ...others].forEach(object => around.look(object));
  return HOMES.filter(name => around.has(name));
}

describe('Surroundings', () => {
  const toGreen = policy('red', { of: 'a', edges: ['a.red>b.green'] });
  const fromBlue = policy('blue', { of: 'c', edges: ['c.blue>a.red'] });
  const sibling = policy('grey', { of: 'd', edges: ['d.grey>other.red'] });

  it.each<[string, [MeshObject[], MeshObject[]], string[]]>([
    ['the other end of its edges', [[toGreen], []], ['green', 'red']],
    [
      'the other end of edges that only others tell of',
      [[toGreen], [fromBlue]],
      ['blue', 'green', 'red'],
    ],
    [
      'nobody who calls another workload of the namespace',
      [[toGreen], [sibling]],
      ['green', 'red'],
    ],
    [
      'all who call into the namespace, when it is about no edge',
      [[policy('red')], [toGreen, fromBlue, sibling]],
      HOMES,
    ],
    [
      'all who call there, when its entity is not at the end of its edges',
      [
        [policy('red', { of: 'b', edges: ['a.red>b.green'] })],
        [fromBlue, sibling, toGreen],
      ],
      HOMES,
    ],
    [
      'all who call there, when one of its entities is not',
      [[policy('red', { of: 'a,z', edges: ['a.red>b.green'] })], [sibling]],
      ['green', 'grey', 'red'],
    ],
    [
      'of what others tell only the edges of its workload',
      [
        [policy('green', { of: 'b', edges: ['a.red>b.green'] })],
        [policy('red', { of: 'a', edges: ['a.red>b.green', 'a.red>e.blue'] })],
      ],
      ['green', 'red'],
    ],
  ])('reach to %s', (_, objects, expected) => {
    expect(near(...objects)).toEqual(expected);
  });

  it('take whole namespaces when many workloads changed', () => {
    const changed = Array.from({ length: 33 }, (_, index) =>
      policy('red', { of: `a${index}`, edges: [`a${index}.red>b.green`] }),
    );

    expect(near(changed, [sibling])).toEqual(['green', 'grey', 'red']);
  });

  it('take the whole of a namespace that changed itself', () => {
    const namespace = {
      ...{ apiVersion: 'v1', kind: 'Namespace' },
      metadata: { name: 'red' },
    };

    expect(near([namespace], [fromBlue])).toEqual(['blue', 'red']);
  });
});
