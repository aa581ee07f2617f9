import { component, input } from '../testUtils';
import { derivePreview } from './derivePreview';

const web = component({ name: 'web', dependsOn: ['component:default/api'] });
const api = component({ name: 'api' });
const foreign = component({ name: 'other', owner: 'group:default/retail' });

describe('derivePreview', () => {
  it('tells what a new service gains, and what it waits for', () => {
    const late = component({
      name: 'late',
      dependsOn: ['component:default/api', 'component:default/other'],
    });
    const { access, waiting, objects, diagnostics } = derivePreview({
      input: input([web, api, foreign]),
      entities: [late],
    });
    expect(access.lost).toEqual([]);
    expect(access.gained).toEqual([
      {
        consumerRef: 'component:default/late',
        providerRef: 'component:default/api',
        cluster: 'shop-weu',
        what: 'HTTP 80',
        consent: 'granted',
        sentence:
          'component:default/late may call component:default/api (HTTP 80). Both sides belong to group:default/shop',
      },
    ]);
    expect(waiting.map(change => change.providerRef)).toEqual([
      'component:default/other',
    ]);
    expect(objects).toContainEqual({
      cluster: 'shop-weu',
      key: '/Namespace//late',
      change: 'create',
    });
    expect(
      objects.filter(({ change }) => change === 'update').map(o => o.key),
    ).toEqual([
      expect.stringContaining(
        'networking.k8s.io/NetworkPolicy/api/edges-of-api',
      ),
      expect.stringContaining('AuthorizationPolicy/api/allow-to-api'),
    ]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['MW1130']);
  });

  it('tells what an edit takes away', () => {
    const { access, objects } = derivePreview({
      input: input([web, api]),
      entities: [component({ name: 'web' })],
    });
    expect(access.gained).toEqual([]);
    expect(access.lost).toMatchObject([
      { consumerRef: 'component:default/web', consent: 'granted' },
    ]);
    expect(objects.every(({ change }) => change === 'update')).toBe(true);
  });

  it('passes on what is wrong with the draft only', () => {
    const bad = component({ name: 'late', mesh: { ports: 5 } });
    const { diagnostics } = derivePreview({
      input: input([component({ name: 'web', mesh: { dns: 7 } })]),
      entities: [bad],
    });
    expect(diagnostics.map(d => [d.entityRef, d.code])).toEqual([
      ['component:default/late', 'MW1003'],
    ]);
  });

  it('counts the difference of an edge that is narrowed or widened', () => {
    const calling = (methods?: string[]) =>
      component({
        name: 'web',
        dependsOn: ['component:default/api'],
        mesh: methods && {
          dependencies: { 'component:default/api': { methods } },
        },
      });
    const change = (from?: string[], to?: string[]) => {
      const { access } = derivePreview({
        input: input([calling(from), api]),
        entities: [calling(to)],
      });
      return {
        gained: access.gained.map(({ what }) => what),
        lost: access.lost.map(({ what }) => what),
      };
    };
    expect(change(['GET'], ['GET', 'POST'])).toEqual({
      gained: ['POST'],
      lost: [],
    });
    expect(change(['GET', 'POST'], ['GET'])).toEqual({
      gained: [],
      lost: ['POST'],
    });
    expect(change(undefined, ['GET'])).toEqual({
      gained: [],
      lost: ['HTTP 80, all but GET'],
    });
  });

  it('tells what goes with an entity that goes', () => {
    const { access, objects } = derivePreview({
      input: input([web, api]),
      entities: [],
      removed: ['component:default/api'],
    });
    expect(access.gained).toEqual([]);
    expect(access.lost).toMatchObject([
      { providerRef: 'component:default/api', what: 'HTTP 80' },
    ]);
    expect(
      objects.filter(({ change }) => change === 'delete').map(o => o.key),
    ).toContainEqual(
      expect.stringContaining('AuthorizationPolicy/api/allow-to-api'),
    );
  });
});
