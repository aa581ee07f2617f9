import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { isLoopback } from './isLoopback';

/**
 * The people that may sign in without proof. Throws where that would be
 * reachable from another machine.
 */
export function readSandboxPeople(config: Config): string[] {
  const people = (
    config.getOptionalConfigArray('auth.providers.sandbox.people') ?? []
  ).map(person => person.getString('userRef'));
  if (people.length === 0) {
    return [];
  }
  const { hostname } = new URL(config.getString('backend.baseUrl'));
  if (!isLoopback(hostname)) {
    throw new InputError(
      `auth.providers.sandbox signs people in without a password and works only on this machine, but backend.baseUrl names the host '${hostname}'. Remove auth.providers.sandbox from the configuration.`,
    );
  }
  return people;
}
