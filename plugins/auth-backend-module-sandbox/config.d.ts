export interface Config {
  auth?: {
    providers?: {
      /** Sign-in without a password, for the sandbox on this machine. */
      sandbox?: {
        people: Array<{
          /** Full reference of the user entity. */
          userRef: string;
          /** Shown on the sign-in page. */
          name: string;
          /** Who this is, in one sentence; shown on the sign-in page. */
          description: string;
        }>;
      };
    };
  };
}
