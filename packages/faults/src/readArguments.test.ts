import { readArguments } from './readArguments';

describe('readArguments', () => {
  it('has defaults', () => {
    expect(readArguments(['azure'])).toEqual({
      campaign: 'azure',
      runs: 2000,
      seed: '1',
    });
    expect(readArguments(['mesh'])).toEqual({
      campaign: 'mesh',
      runs: 200,
      seed: '1',
    });
  });

  it('takes any decimal number as a seed', () => {
    const seed = '123456789012345678901234567890';

    expect(
      readArguments(['azure', '--runs', '7', '--seed', seed, '--only', '0']),
    ).toEqual({ campaign: 'azure', runs: 7, seed, only: 0 });
  });

  it.each([
    [[]],
    [['network']],
    [['toString']],
    [['azure', 'mesh']],
    [['azure', 'azure']],
    [['azure', '--runs', '0']],
    [['azure', '--runs', 'many']],
    [['azure', '--seed', '-1']],
    [['azure', '--seed', '0x1']],
    [['azure', '--only', '1.5']],
  ])('refuses %j', args => {
    expect(readArguments(args)).toBeUndefined();
  });
});
