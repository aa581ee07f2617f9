import {
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';

const MAX_WORDS = 300;

/** The error for what a Gitea answered instead, with what to do. */
export function createGiteaError(options: {
  host: string;
  owner: string;
  repo: string;
  status: number;
  /** What it said, if it said anything. */
  words: unknown;
}): Error {
  const { host, owner, repo, status, words } = options;
  const said = typeof words === 'string' ? words.slice(0, MAX_WORDS) : '';
  const say = (next: string) =>
    `'${host}' answered ${status} about the repository '${owner}/${repo}'${
      said && `: ${said}`
    }. ${next}`;
  const login = "the login in 'integrations.gitea'";
  switch (status) {
    case 401:
      return new NotAllowedError(
        say(`Ask those who run Backstage to look at ${login} for '${host}'`),
      );
    case 403:
      return new NotAllowedError(
        say(
          `Ask those who run '${host}' to let ${login} make repositories for '${owner}'`,
        ),
      );
    case 404:
      return new InputError(
        say(
          `Ask those who run '${host}' for an organization '${owner}' in which ${login} may make repositories`,
        ),
      );
    case 400:
    case 422:
      return new InputError(say('Start again with another name'));
    default:
      return new ServiceUnavailableError(
        say('Start again with the same answers later'),
      );
  }
}
