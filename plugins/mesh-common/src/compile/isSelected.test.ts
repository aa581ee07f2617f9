import { workload } from './__testUtils__/meshModel';
import { isSelected } from './isSelected';

const cards = workload({
  ...{ name: 'cards', lifecycle: 'production', tags: ['pci'] },
  owner: 'group:default/pay',
});

describe('isSelected', () => {
  // A selector that does not fit leaves calls unjudged.
  it.each([
    [undefined, true],
    [{ lifecycle: ['Production'] }, true],
    [{ owner: ['group:default/*'], tags: ['pci'] }, true],
    [{ tier: ['core'] }, false],
    [{ not: { tier: ['core'] } }, true],
    [{ lifecycle: ['production'], not: { tags: ['PCI'] } }, false],
  ])('%j: %s', (selector, expected) => {
    expect(isSelected(selector, cards)).toBe(expected);
  });
});
