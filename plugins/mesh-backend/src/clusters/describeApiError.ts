import { toError } from '@backstage/errors';
import { KubernetesApiError } from './KubernetesApiError';
import { quoteWords } from './quoteWords';

/**
 * What went wrong, in the server's own words where it said something: one
 * line, short, without what may be a secret.
 */
export function describeApiError(error: unknown): string {
  if (error instanceof KubernetesApiError) {
    const said = quoteWords(String(error.status.message ?? ''));
    return said ? `${said} (HTTP ${error.code})` : `HTTP ${error.code}`;
  }
  const { name, message, cause } = toError(error);
  if (name === 'TimeoutError') {
    return 'it did not answer in time';
  }
  if (name === 'AbortError') {
    return 'the work was stopped';
  }
  // The HTTP client says 'fetch failed' and keeps the reason to itself.
  const reason = cause === undefined ? '' : describeCause(cause);
  return quoteWords(reason || message);
}

function describeCause(cause: unknown): string {
  const code =
    cause && typeof cause === 'object' && 'code' in cause ? cause.code : '';
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens at its address';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name cannot be resolved';
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
      return 'it closed the connection';
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return 'it did not answer in time';
    default:
      return toError(cause).message;
  }
}
