import { component } from '../testUtils';
import { hashDeclaration } from './hashDeclaration';

const web = component({
  name: 'web',
  dependsOn: ['component:b', 'component:a'],
});

const withGraphql = component({ name: 'web' });
withGraphql.metadata.annotations = {
  ...withGraphql.metadata.annotations,
  'meshwright.io/graphql-path': '/query',
};

describe('hashDeclaration', () => {
  it('is the same while an entity is processed and when it is read back', () => {
    const { namespace: _, ...metadata } = web.metadata;
    const stitched = {
      ...web,
      metadata: { ...metadata, uid: '1', etag: '2' },
      relations: [{ type: 'dependsOn', targetRef: 'component:default/a' }],
      status: { items: [] },
      spec: { ...web.spec, dependsOn: ['component:a', 'component:b'] },
    };
    expect(hashDeclaration(stitched)).toBe(hashDeclaration(web));
  });

  it.each([
    ['spec.mesh', component({ name: 'web', mesh: { dns: ['web'] } })],
    ['the owner', component({ name: 'web', owner: 'group:default/x' })],
    ['a dependency', component({ name: 'web', dependsOn: ['component:a'] })],
    ['the path of a GraphQL API', withGraphql],
    ['the location', component({ name: 'web', location: 'url:https://x' })],
  ])('changes with %s', (_, other) => {
    const plain = component({ name: 'web' });
    expect(hashDeclaration(other)).not.toBe(hashDeclaration(plain));
  });
});
