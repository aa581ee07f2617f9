import { MEASUREMENTS, readArguments } from './readArguments';

describe('readArguments of the servers', () => {
  it('measures everything but memory by default', () => {
    expect(readArguments(['servers'])).toEqual({
      services: [1000, 10000],
      minutes: 0,
      edits: 20,
      only: [...MEASUREMENTS],
    });
  });

  it('keeps the order of the run whatever is named', () => {
    expect(
      readArguments(['servers', '--only', 'edits,plain', '--services', '10']),
    ).toMatchObject({ services: [10], only: ['plain', 'edits'] });
  });

  it.each([
    [['engine']],
    [['servers', '--services', 'many']],
    [['servers', '--only', 'nothing']],
    [['servers', '--edits', '0']],
    [['servers', '--minutes', '-1']],
  ])('refuses %j', args => {
    expect(readArguments(args)).toBeUndefined();
  });
});
