import type { MeshObject } from '@meshwright/plugin-mesh-common';
import { ObjectMemory } from './ObjectMemory';

const read = (name: string, more: Partial<MeshObject['metadata']> = {}) =>
  ({
    ...{ apiVersion: 'v1', kind: 'ServiceAccount' },
    metadata: { name, namespace: 'shop', resourceVersion: '1', ...more },
  } as MeshObject);

describe('ObjectMemory', () => {
  it('hands out the value of before for what has not changed', () => {
    const memory = new ObjectMemory();
    const first = memory.recall(read('web'));

    expect(memory.recall(read('web'))).toBe(first);
  });

  it.each([
    ['has another version', { resourceVersion: '2' }],
    ['looks different at the same version', { labels: { by: 'default' } }],
  ])('hands out what was read when it %s', (_, more) => {
    const memory = new ObjectMemory();
    memory.recall(read('web'));
    const changed = read('web', more);

    expect(memory.recall(changed)).toBe(changed);
    expect(memory.recall(read('web', more))).toBe(changed);
  });

  it('forgets what a listing does not have, and what it is told to', () => {
    const memory = new ObjectMemory();
    const [web, api] = [memory.recall(read('web')), memory.recall(read('api'))];
    memory.retain([web]);

    expect(memory.recall(read('web'))).toBe(web);
    expect(memory.recall(read('api'))).not.toBe(api);
    memory.forget('/ServiceAccount/shop/web');
    expect(memory.recall(read('web'))).not.toBe(web);
  });
});
