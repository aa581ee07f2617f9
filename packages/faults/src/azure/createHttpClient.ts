import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
  RestError,
} from '@azure/core-rest-pipeline';
import type { ArmAnswer, ArmCore } from '@meshwright/sandbox';
import type { Process } from './Process';
import type { CampaignClock } from './VirtualClock';

/** Told of each request, by its number; true kills who sent it. */
export type Watch = (moment: 'before' | 'after', request: number) => boolean;

/** Carries requests of the SDK to Azure without a network. */
export function createHttpClient(options: {
  arm: ArmCore;
  clock: CampaignClock;
  process: Process;
  watch: Watch;
}): HttpClient {
  const { arm, clock, process, watch } = options;
  return {
    sendRequest: request =>
      process.call(() =>
        clock.during(async () => {
          const number = arm.journal.requests + 1;
          if (watch('before', number)) {
            process.kill();
            return toResponse(request, { status: 500, headers: {} });
          }
          const answer = await arm.handle(toArmRequest(request));
          if (watch('after', number)) {
            process.kill();
          }
          return toResponse(request, answer);
        }),
      ),
  };
}

function toArmRequest(request: PipelineRequest) {
  const url = new URL(request.url);
  const headers: Record<string, string> = {};
  for (const [name, value] of request.headers) {
    headers[name.toLowerCase()] = value;
  }
  return {
    method: request.method,
    url: url.pathname + url.search,
    headers,
    ...(typeof request.body === 'string' && { body: request.body }),
  };
}

function toResponse(
  request: PipelineRequest,
  answer: ArmAnswer,
): PipelineResponse {
  if (answer.broken === 'reset') {
    throw new RestError('read ECONNRESET', { code: 'ECONNRESET', request });
  }
  const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
  const bodyAsText =
    answer.broken === 'half' ? text.slice(0, text.length / 2) : text;
  const headers = { 'content-type': 'application/json', ...answer.headers };
  return {
    request,
    status: answer.status,
    headers: createHttpHeaders(headers),
    bodyAsText,
  };
}
