import type { ResourceType } from './types';
import { resourceName } from './resources';

export type StatusCause = { reason?: string; message: string; field?: string };

export type StatusDetails = {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
};

/** Kubernetes' answer to whatever is not an object. */
export type Status = {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: { continue?: string };
  status: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code: number;
};

const reasons: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Expired',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
};

/** A refusal that the client gets as a Status. */
export class ApiError extends Error {
  readonly status: Status;

  constructor(
    code: number,
    message: string,
    options: {
      reason?: string;
      details?: StatusDetails;
      continue?: string;
    } = {},
  ) {
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: options.continue ? { continue: options.continue } : {},
      status: 'Failure',
      message,
      reason: options.reason ?? reasons[code],
      ...(options.details && { details: options.details }),
      code,
    };
  }
}

function detailsOf(type: ResourceType, name: string): StatusDetails {
  return {
    name,
    ...(type.group && { group: type.group }),
    kind: type.plural,
  };
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, message);
}

export function unknownPath(): ApiError {
  return new ApiError(404, 'the server could not find the requested resource', {
    details: {},
  });
}

export function methodNotAllowed(): ApiError {
  return new ApiError(
    405,
    'the server does not allow this method on the requested resource',
    { details: {} },
  );
}

export function notFound(type: ResourceType, name: string): ApiError {
  return new ApiError(404, `${resourceName(type)} "${name}" not found`, {
    details: detailsOf(type, name),
  });
}

export function alreadyExists(type: ResourceType, name: string): ApiError {
  return new ApiError(409, `${resourceName(type)} "${name}" already exists`, {
    reason: 'AlreadyExists',
    details: detailsOf(type, name),
  });
}

export function conflict(
  type: ResourceType,
  name: string,
  why: string,
): ApiError {
  return new ApiError(
    409,
    `Operation cannot be fulfilled on ${resourceName(type)} "${name}": ${why}`,
    { details: detailsOf(type, name) },
  );
}

export const MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

export function invalid(
  type: ResourceType,
  name: string,
  causes: StatusCause[],
): ApiError {
  const kind = type.group ? `${type.kind}.${type.group}` : type.kind;
  const listed = causes.map(cause => `${cause.field}: ${cause.message}`);
  const all = listed.length === 1 ? listed[0] : `[${listed.join(', ')}]`;
  return new ApiError(422, `${kind} "${name}" is invalid: ${all}`, {
    details: { ...detailsOf(type, name), kind: type.kind, causes },
  });
}

export function success(type: ResourceType, name: string, uid: string) {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { ...detailsOf(type, name), uid },
    code: 200,
  };
}

export function managerRequired(): ApiError {
  const message = 'Required value: is required for apply patch';
  const field = 'fieldManager';
  return new ApiError(
    422,
    `PatchOptions.meta.k8s.io "" is invalid: ${field}: ${message}`,
    {
      details: {
        group: 'meta.k8s.io',
        kind: 'PatchOptions',
        causes: [{ reason: 'FieldValueRequired', message, field }],
      },
    },
  );
}

export function versionRequired(type: ResourceType, name: string): ApiError {
  const message = 'Invalid value: 0x0: must be specified for an update';
  const field = 'metadata.resourceVersion';
  return invalid(type, name, [{ reason: 'FieldValueInvalid', message, field }]);
}
