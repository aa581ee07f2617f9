import { step } from './__testUtils__/plan';
import { describePlan } from './describePlan';

describe('describePlan', () => {
  it('groups by what is done, writes first', () => {
    const steps = [
      step({ operation: 'keep', title: 'Resource group rg-shop' }),
      step({ operation: 'leave', title: 'Zone', reason: 'It is not ours.' }),
      step(),
      step({ operation: 'delete', title: 'Old', reason: 'Nobody asks.' }),
    ];

    expect(describePlan({ steps })).toEqual([
      {
        operation: 'create',
        title: 'To be created',
        sentences: ['Virtual network vnet-shop-neu: The cluster lives in it.'],
      },
      {
        operation: 'delete',
        title: 'To be deleted',
        sentences: ['Old: Nobody asks.'],
      },
      {
        operation: 'leave',
        title: 'Left alone',
        sentences: ['Zone: It is not ours.'],
      },
      {
        operation: 'keep',
        title: 'There already, as planned',
        sentences: ['Resource group rg-shop'],
      },
    ]);
  });

  it('says what changes, and not all of much', () => {
    const changes = [
      { path: 'sku.tier', from: 'Free', to: 'Standard' },
      { path: 'tags.team', to: 'shop' },
      { path: 'properties.old', from: 1 },
      { path: 'properties.long', from: 'x'.repeat(500), to: [] },
      ...Array.from({ length: 20 }, (_, n) => ({ path: `p${n}`, to: n })),
    ];

    const [{ sentences }] = describePlan({
      steps: [step({ operation: 'update', changes })],
    });

    expect(sentences[0]).toMatch(
      /^Virtual network vnet-shop-neu: sku.tier changes from "Free" to "Standard", tags.team becomes "shop", properties.old is no longer 1, properties.long changes from "x+… to \[\], .* and 14 more$/,
    );
    expect(sentences[0].length).toBeLessThan(500);
  });

  it('says nothing of nothing', () => {
    expect(describePlan({ steps: [] })).toEqual([]);
  });
});
