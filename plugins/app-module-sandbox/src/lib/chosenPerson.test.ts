import { mockApis } from '@backstage/frontend-test-utils';
import {
  forgetOnSignOut,
  readChosenPerson,
  rememberChosenPerson,
} from './chosenPerson';

describe('chosenPerson', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('knows nobody at first', () => {
    expect(readChosenPerson()).toBeUndefined();
  });

  it('remembers over a reload, and forgets at sign-out', async () => {
    rememberChosenPerson('user:default/dana');
    expect(readChosenPerson()).toBe('user:default/dana');

    const identity = mockApis.identity.mock();
    await forgetOnSignOut(identity).signOut();

    expect(readChosenPerson()).toBeUndefined();
    expect(identity.signOut).toHaveBeenCalledTimes(1);
  });
});
