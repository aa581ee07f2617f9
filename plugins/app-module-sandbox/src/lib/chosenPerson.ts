import type { IdentityApi } from '@backstage/frontend-plugin-api';

const KEY = 'meshwright.sandbox.person';

/** Who was chosen in this tab of the browser; survives a reload. */
export function readChosenPerson(): string | undefined {
  return window.sessionStorage.getItem(KEY) ?? undefined;
}

/** Remembers who was chosen. */
export function rememberChosenPerson(userRef: string): void {
  window.sessionStorage.setItem(KEY, userRef);
}

/** Signing out leads back to the choice. */
export function forgetOnSignOut(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    signOut: async () => {
      window.sessionStorage.removeItem(KEY);
      await identity.signOut();
    },
  };
}
