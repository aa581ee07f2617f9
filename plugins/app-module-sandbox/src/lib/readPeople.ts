import type { ConfigApi } from '@backstage/frontend-plugin-api';

/** A person that may be chosen on the sign-in page. */
export type SandboxPerson = {
  userRef: string;
  name: string;
  description: string;
};

/** Reads who may be chosen; nobody outside the sandbox. */
export function readPeople(config: ConfigApi): SandboxPerson[] {
  const people =
    config.getOptionalConfigArray('auth.providers.sandbox.people') ?? [];
  return people.map(person => ({
    userRef: person.getString('userRef'),
    name: person.getString('name'),
    description: person.getString('description'),
  }));
}
