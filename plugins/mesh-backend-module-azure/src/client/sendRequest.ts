import type { ResourceManagementContext } from '@azure/arm-resources/api';
import { isError } from '@backstage/errors';
import { TroubleError } from './TroubleError';
import type { WireAnswer } from './WireAnswer';

/** One request; `path` is below the endpoint, or a whole URL. */
export type WireRequest = {
  method: 'get' | 'put' | 'post' | 'delete';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** The caller's, which ends in its own error. */
  signal?: AbortSignal;
  /** With the time limit of one call. */
  limit: AbortSignal;
};

const NO_CREDENTIAL = [
  'CredentialUnavailableError',
  'AggregateAuthenticationError',
  'AuthenticationRequiredError',
  'AuthenticationError',
];

/**
 * Sends one request and gives the answer, whatever its status. Throws a
 * {@link TroubleError} when there is no answer, or none that can be read.
 */
export async function sendRequest(
  client: ResourceManagementContext,
  request: WireRequest,
): Promise<WireAnswer> {
  const { method, path, body, headers, signal, limit } = request;
  try {
    const { status, ...answer } = await client.pathUnchecked(path)[method]({
      headers,
      abortSignal: limit,
      ...(body !== undefined && { body }),
    });
    return {
      status: Number(status),
      headers: answer.headers as Record<string, string>,
      body: answer.body,
    };
  } catch (error) {
    signal?.throwIfAborted();
    throw describeSilence(error);
  }
}

function describeSilence(error: unknown): TroubleError {
  if (!isError(error)) {
    return new TroubleError({ kind: 'silent', reason: 'unknown' });
  }
  if (NO_CREDENTIAL.includes(error.name)) {
    // An identity endpoint that hiccups looks like one that is not there.
    const transient = error.name === 'CredentialUnavailableError';
    return new TroubleError({ kind: 'unauthenticated', transient });
  }
  if (error.name === 'AbortError' || error.name === 'TimeoutError') {
    return new TroubleError({ kind: 'silent', reason: 'timeout' });
  }
  const { code, response } = error as {
    code?: unknown;
    response?: { headers?: { get?(name: string): string | undefined } };
  };
  return new TroubleError({
    kind: 'silent',
    // Codes of sockets and parsers; the message may hold the whole answer.
    reason: typeof code === 'string' ? code.slice(0, 40) : 'unknown',
    requestId: response?.headers?.get?.('x-ms-request-id'),
  });
}
