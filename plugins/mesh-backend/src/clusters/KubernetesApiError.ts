import { CustomErrorBase } from '@backstage/errors';

/** What a Kubernetes API server says when it does not do something. */
export type ApiStatus = {
  message?: string;
  reason?: string;
  details?: {
    /** Plural of what was not found, or is in the way. */
    kind?: string;
    causes?: Array<{ reason?: string; message?: string; field?: string }>;
    retryAfterSeconds?: number;
  };
};

/** An answer that is no success. */
export class KubernetesApiError extends CustomErrorBase {
  name = 'KubernetesApiError' as const;
  readonly code: number;
  readonly status: ApiStatus;
  readonly retryAfterSeconds?: number;

  constructor(options: {
    code: number;
    status: ApiStatus;
    retryAfterSeconds?: number;
  }) {
    super(options.status.message ?? `HTTP ${options.code}`);
    this.code = options.code;
    this.status = options.status;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Reads the error out of an answer; keeps what servers say short. */
export function parseApiError(options: {
  code: number;
  headers: Record<string, string>;
  body: string;
}): KubernetesApiError {
  const { code, headers, body } = options;
  const status = parseStatus(body);
  const seconds = Number(
    headers['retry-after'] ?? status.details?.retryAfterSeconds ?? NaN,
  );
  return new KubernetesApiError({
    code,
    status,
    ...(Number.isFinite(seconds) && { retryAfterSeconds: seconds }),
  });
}

function parseStatus(body: string): ApiStatus {
  try {
    const parsed: unknown = JSON.parse(body);
    if (parsed && typeof parsed === 'object') {
      return parsed;
    }
  } catch {
    // A proxy in between answered with a page of its own.
  }
  const text = body.replace(/\s+/g, ' ').trim().slice(0, 200);
  return text && !text.startsWith('<') ? { message: text } : {};
}

/** True for an answer with one of these codes. */
export function hasCode(
  error: unknown,
  ...codes: number[]
): error is KubernetesApiError {
  return error instanceof KubernetesApiError && codes.includes(error.code);
}
