import { isProviderOwner } from './isProviderOwner';
import { isWorkloadOwner } from './isWorkloadOwner';

const confirmed = {
  entityRef: 'component:default/api',
  claimedOwner: 'group:default/shop',
  owner: 'group:default/shop',
};
const claimed = { ...confirmed, owner: undefined };
const shop = { claims: ['user:default/dana', 'group:default/shop'] };
const others = { claims: ['group:default/pay'] };

describe('rules on owners', () => {
  it('believe a claim only where a binding confirms it, to decide', () => {
    expect(isProviderOwner.apply(confirmed, shop)).toBe(true);
    expect(isProviderOwner.apply(claimed, shop)).toBe(false);
    expect(isProviderOwner.apply(confirmed, others)).toBe(false);
  });

  it('take the word of the entity for who its owner is', () => {
    expect(isWorkloadOwner.apply(claimed, shop)).toBe(true);
    expect(isWorkloadOwner.apply(claimed, others)).toBe(false);
    expect(
      isWorkloadOwner.apply({ entityRef: 'component:default/x' }, shop),
    ).toBe(false);
  });
});
