import { isError } from '@backstage/errors';

/** What Azure said, for a person and for a decision. */
export type AzureError = {
  /** HTTP status; absent when there was no answer. */
  status?: number;
  /** The server's words, with the id that its support asks for. */
  message: string;
};

/**
 * Takes what a person needs out of an error of the Azure SDK, and nothing of
 * the request, which carries a token.
 */
export function describeAzureError(error: unknown): AzureError {
  if (!isError(error)) {
    return { message: 'Azure gave no usable answer' };
  }
  switch (error.name) {
    case 'AbortError':
    case 'TimeoutError':
      return { message: 'Azure did not answer in time' };
    case 'CredentialUnavailableError':
    case 'AggregateAuthenticationError':
    case 'AuthenticationRequiredError':
    case 'AuthenticationError':
      return {
        message:
          'No Azure credential works here: give the backend a workload identity, a managed identity, or the AZURE_* variables of a service principal',
      };
    default:
      return describeAnswer(error);
  }
}

function describeAnswer(error: Error): AzureError {
  const { statusCode, code } = error as {
    statusCode?: unknown;
    code?: unknown;
  };
  const status = typeof statusCode === 'number' ? statusCode : undefined;
  if (status === undefined) {
    const reason = typeof code === 'string' ? ` (${code})` : '';
    return { message: `Azure Resource Manager cannot be reached${reason}` };
  }
  const id = requestId(error);
  const words =
    typeof code === 'string'
      ? `${code}: ${firstLine(error)}`
      : firstLine(error);
  const suffix = id ? ` (request ${id})` : '';
  return { status, message: `Azure answered ${status} ${words}${suffix}` };
}

/** The SDK adds the request and response below the first line. */
function firstLine(error: Error): string {
  return error.message.split('\n', 1)[0].trim();
}

function requestId(error: Error): string | undefined {
  const { response } = error as {
    response?: { headers?: { get?(name: string): string | undefined } };
  };
  return response?.headers?.get?.('x-ms-request-id');
}
