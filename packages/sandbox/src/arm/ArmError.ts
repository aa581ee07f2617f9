import type { JsonObject } from './core/json';

/** The words of a refusal. */
export type ArmErrorBody = {
  code: string;
  message: string;
  target?: string;
  details?: JsonObject[];
};

/**
 * What Azure Resource Manager answers when it refuses.
 */
export class ArmError extends Error {
  readonly status: number;
  readonly body: ArmErrorBody;
  readonly headers: Record<string, string>;
  /** Without the wrapper `error`, as some providers answer. */
  isFlat = false;

  constructor(
    status: number,
    body: ArmErrorBody,
    headers: Record<string, string> = {},
  ) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }

  get code(): string {
    return this.body.code;
  }

  /** The same, with the property that is wrong. */
  at(target: string): ArmError {
    return new ArmError(this.status, { ...this.body, target }, this.headers);
  }

  toJSON() {
    return this.isFlat ? this.body : { error: this.body };
  }
}

/** 404 of a resource that Resource Manager itself misses. */
export function resourceNotFound(type: string, name: string, group: string) {
  return new ArmError(404, {
    code: 'ResourceNotFound',
    message: `The Resource '${type}/${name}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  });
}

/** 400 of a body that cannot be taken. */
export function badRequest(message: string) {
  return new ArmError(400, { code: 'BadRequest', message });
}

/** A refusal in one line. */
export function refuse(
  status: number,
  code: string,
  message: string,
): ArmError {
  return new ArmError(status, { code, message });
}
