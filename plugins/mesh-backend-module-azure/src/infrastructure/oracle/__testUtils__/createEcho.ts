import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient, PipelineResponse } from '@azure/core-rest-pipeline';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import type { JsonObject } from '@backstage/types';

export const credential: TokenCredential = {
  getToken: async () => ({
    token: 'a-token',
    expiresOnTimestamp: Number.MAX_SAFE_INTEGER,
  }),
};

/** Answers each request with the body, and remembers what is sent. */
export function createEcho(body: JsonObject) {
  const sent: JsonObject[] = [];
  const httpClient: HttpClient = {
    async sendRequest(request): Promise<PipelineResponse> {
      if (request.method === 'PUT') {
        sent.push(JSON.parse(String(request.body)) as JsonObject);
      }
      return {
        request,
        status: 200,
        headers: createHttpHeaders({ 'content-type': 'application/json' }),
        bodyAsText: JSON.stringify(body),
      };
    },
  };
  return { httpClient, sent };
}
