/**
 * What Azure Resource Manager answers when it refuses.
 */
export class ArmError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    body: { code: string; message: string },
    headers: Record<string, string> = {},
  ) {
    super(body.message);
    this.status = status;
    this.code = body.code;
    this.headers = headers;
  }

  toJSON() {
    return { error: { code: this.code, message: this.message } };
  }
}

/** 404 of a resource that Resource Manager itself misses. */
export function resourceNotFound(type: string, name: string, group: string) {
  return new ArmError(404, {
    code: 'ResourceNotFound',
    message: `The Resource '${type}/${name}' under resource group '${group}' was not found.`,
  });
}

/** 400 of a body that cannot be taken. */
export function badRequest(message: string) {
  return new ArmError(400, { code: 'BadRequest', message });
}
