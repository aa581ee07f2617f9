import { ResponseError } from '@backstage/errors';

/** What the mesh backend refused, in its own words. */
export class RefusedError extends Error {
  readonly statusCode: number;

  static async fromResponse(
    response: Parameters<typeof ResponseError.fromResponse>[0],
  ): Promise<RefusedError> {
    return new RefusedError(await ResponseError.fromResponse(response));
  }

  private constructor(error: ResponseError) {
    super(error.cause.message, { cause: error });
    this.name = error.cause.name;
    this.statusCode = error.statusCode;
  }
}
