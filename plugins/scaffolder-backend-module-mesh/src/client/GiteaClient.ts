import { ServiceUnavailableError } from '@backstage/errors';
import {
  getGiteaRequestOptions,
  type GiteaIntegrationConfig,
} from '@backstage/integration';
import { createGiteaError } from './createGiteaError';

// A host that says nothing is as good as away.
const PATIENCE_MS = 60_000;

/** A repository by its names. */
export type RepositoryRef = { owner: string; repo: string };

/** A repository, as far as it matters who may push to it. */
export type Repository = { fullName: string; isEmpty: boolean };

type Request = RepositoryRef & {
  path: string;
  body?: object;
  signal?: AbortSignal;
};
type Answer = { status: number; body: Record<string, unknown> };

/** Asks a Gitea, with the login of its integration. */
export class GiteaClient {
  readonly #gitea: GiteaIntegrationConfig;

  static create(gitea: GiteaIntegrationConfig) {
    return new GiteaClient(gitea);
  }

  private constructor(gitea: GiteaIntegrationConfig) {
    this.#gitea = gitea;
  }

  /** Without trailing slash. */
  get url(): string {
    const { baseUrl, host } = this.#gitea;
    return baseUrl ?? `https://${host}`;
  }

  /** Makes an empty repository; false when there is one of that name. */
  async createRepository(
    ref: RepositoryRef,
    options: { description: string; signal?: AbortSignal },
  ): Promise<boolean> {
    const { description, signal } = options;
    const answer = await this.#ask({
      ...ref,
      path: `/orgs/${encodeURIComponent(ref.owner)}/repos`,
      body: { name: ref.repo, description, private: false },
      signal,
    });
    if (answer.status === 201) {
      return true;
    }
    if (answer.status === 409) {
      return false;
    }
    throw this.#refusal(ref, answer);
  }

  /** Undefined when there is none. */
  async readRepository(
    ref: RepositoryRef,
    options: { signal?: AbortSignal },
  ): Promise<Repository | undefined> {
    const { owner, repo } = ref;
    const path = `/repos/${[owner, repo].map(encodeURIComponent).join('/')}`;
    const answer = await this.#ask({ ...ref, ...options, path });
    if (answer.status === 404) {
      return undefined;
    }
    const { full_name: fullName, empty } = answer.body;
    if (answer.status !== 200 || typeof fullName !== 'string') {
      throw this.#refusal(ref, answer);
    }
    return { fullName, isEmpty: empty === true };
  }

  async #ask({ owner, repo, path, body, signal }: Request): Promise<Answer> {
    const { headers } = getGiteaRequestOptions(this.#gitea);
    const timeout = AbortSignal.timeout(PATIENCE_MS);
    try {
      const response = await fetch(`${this.url}/api/v1${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { ...headers, 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      const { status } = response;
      return { status, body: readObject(await response.text()) };
    } catch (error) {
      signal?.throwIfAborted();
      throw new ServiceUnavailableError(
        `'${
          this.#gitea.host
        }' did not answer about the repository '${owner}/${repo}': ${describe(
          error,
        )}. Start again with the same answers when it does`,
      );
    }
  }

  #refusal(ref: RepositoryRef, { status, body }: Answer): Error {
    const { host } = this.#gitea;
    return createGiteaError({ ...ref, host, status, words: body.message });
  }
}

/** Nothing where what answered is no Gitea. */
function readObject(text: string): Record<string, unknown> {
  try {
    return { ...JSON.parse(text) };
  } catch {
    return {};
  }
}

/** What fetch only says in the cause of its error. */
function describe(error: unknown): string {
  const { message, cause } = error as Error;
  const { code, message: reason } = (cause ?? {}) as NodeJS.ErrnoException;
  return code ?? reason ?? message;
}
