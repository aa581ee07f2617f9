export interface Config {
  auth?: {
    providers?: {
      /** Sign-in without a password, for the sandbox on this machine. */
      sandbox?: {
        people: Array<{
          /**
           * Full reference of the user entity.
           * @visibility frontend
           */
          userRef: string;
          /**
           * Shown on the sign-in page.
           * @visibility frontend
           */
          name: string;
          /**
           * Who this is, in one sentence; shown on the sign-in page.
           * @visibility frontend
           */
          description: string;
        }>;
      };
    };
  };
}
