import {
  createHttpHeaders,
  type HttpClient,
  RestError,
} from '@azure/core-rest-pipeline';
import type { ArmCore } from '@meshwright/sandbox';

const RESOURCE_MANAGER = 'https://management.azure.com';

/**
 * Gives what an SDK sends to a sandbox's Azure without a socket between, so
 * that thousands of runs cost little.
 */
export function createInProcessClient(core: ArmCore): HttpClient {
  return {
    async sendRequest(request) {
      if (request.abortSignal?.aborted) {
        throw new DOMException('The request was stopped', 'AbortError');
      }
      const answered = await core.handle({
        method: request.method,
        url: request.url.slice(RESOURCE_MANAGER.length),
        headers: request.headers.toJSON(),
        body: typeof request.body === 'string' ? request.body : undefined,
      });
      if (answered.broken) {
        const code = 'ECONNRESET';
        throw new RestError('socket hang up', {
          code,
          request,
        });
      }
      const { status, headers, body } = answered;
      return {
        request,
        status,
        headers: createHttpHeaders({
          'content-type': 'application/json; charset=utf-8',
          ...headers,
        }),
        bodyAsText: body === undefined ? '' : JSON.stringify(body),
      };
    },
  };
}
