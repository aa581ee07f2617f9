import type { RequestHandler, Response } from 'express';

/**
 * Runs a router and answers what it throws: errors with a `status` below 500
 * in their own words, others without a word about our inside.
 *
 * @public
 */
export function catchErrors(
  router: RequestHandler,
  answer: (status: number, message: string, res: Response) => void,
): RequestHandler {
  return (req, res, next) =>
    router(req, res, (error?: unknown) => {
      if (!error) {
        next();
      } else if (res.headersSent) {
        res.destroy();
      } else {
        const status = statusOf(error);
        const known = status < 500 && error instanceof Error;
        answer(status, known ? error.message : 'The server failed', res);
      }
    });
}

function statusOf(error: unknown): number {
  const status =
    typeof error === 'object' && error !== null && 'status' in error
      ? error.status
      : undefined;
  return typeof status === 'number' ? status : 500;
}
