import { ResponseError } from '@backstage/errors';

/** What a person needs to know of an error. */
export type DescribedError = {
  kind: 'not-allowed' | 'not-found' | 'other';
  /** The server's own sentence, where it sent one. */
  message: string;
  /** What to quote to whoever can help. */
  details: string;
};

/** Reads an error of a request; never shows a stack trace. */
export function describeError(error: Error): DescribedError {
  if (!ResponseError.is(error)) {
    return { kind: 'other', message: error.message, details: error.name };
  }
  const { statusCode, statusText, cause, body } = error;
  const request = body.request
    ? `${body.request.method} ${body.request.url}`
    : undefined;
  return {
    kind: kindOf(statusCode),
    message: cause.message,
    details: [`${statusCode} ${statusText}`, request, cause.name]
      .filter(Boolean)
      .join(' · '),
  };
}

function kindOf(statusCode: number): DescribedError['kind'] {
  if (statusCode === 403) {
    return 'not-allowed';
  }
  return statusCode === 404 ? 'not-found' : 'other';
}
