import { component } from '@meshwright/plugin-mesh-common/testUtils';
import { EntityMemory } from './EntityMemory';

describe('EntityMemory', () => {
  const listing = (title: string) =>
    ['a', 'b'].map(name => {
      const entity = component({ name });
      return name === 'b'
        ? { ...entity, metadata: { ...entity.metadata, title } }
        : entity;
    });

  it('hands out what it had where nothing changed, in the order of now', async () => {
    const memory = new EntityMemory();
    const [a, b] = await memory.keep(listing('One'));
    const next = listing('Two').reverse();

    const kept = await memory.keep(next);

    expect(kept).toEqual(next);
    expect(kept[1]).toBe(a);
    expect(kept[0]).not.toBe(b);
  });

  it('forgets what is gone', async () => {
    const memory = new EntityMemory();
    const [a] = await memory.keep(listing('One'));
    await memory.keep([]);

    expect((await memory.keep(listing('One')))[0]).not.toBe(a);
  });
});
