import { findLeaks } from './findLeaks';

describe('findLeaks', () => {
  it('finds each canary in each place where it was said', () => {
    const canaries = ['canary-token-1', 'canary-password-2'];

    expect(
      findLeaks(canaries, {
        'a log': 'sent Bearer canary-token-1',
        'the database': '[{"message":"canary-password-2, canary-token-1"}]',
        'an object': '{"metadata":{"name":"canary"}}',
      }),
    ).toEqual([
      'token is in a log',
      'token is in the database',
      'password is in the database',
    ]);
  });
});
