import {
  createHttpPoller,
  type OperationResponse,
  type OperationState,
  type OperationStatus,
} from '@azure/core-lro';
import { TroubleError } from './TroubleError';
import { isObject, type WireAnswer } from './WireAnswer';

/** How far a write has come. */
export type WireOperation = {
  status: 'running' | 'succeeded' | 'failed' | 'canceled';
  /** Of the last request. */
  answer: WireAnswer;
  /**
   * Resumes it in any process, while it runs. It holds an address that Azure
   * has signed: a secret.
   */
  state: string;
};

const OPTIONS = {
  // What became of the resource is for the caller to look at.
  skipFinalGet: true,
  processResult: async () => undefined,
  // The end is read from the state; an error of the poller's has no details.
  resolveOnUnsuccessful: true,
} as const;

type Write = { method: 'PUT' | 'DELETE' | 'POST'; url: string };

/** Sends a write, and finds out how its end will be known. */
export async function beginOperation(
  write: Write,
  send: () => Promise<WireAnswer>,
): Promise<WireOperation> {
  let answer: WireAnswer | undefined;
  const poller = createHttpPoller<void, OperationState<void>>(
    {
      sendInitialRequest: async () => {
        answer = checkSuccess(await send());
        return toResponse(answer, write);
      },
      sendPollRequest: notNow,
    },
    OPTIONS,
  );
  await poller.submitted();
  if (!answer) {
    throw new TroubleError({ kind: 'silent', reason: 'unknown' });
  }
  const status = toStatus(poller.operationState?.status);
  return { status, answer, state: await poller.serialize() };
}

/** Asks once how an operation goes. */
export async function pollOperation(
  state: string,
  get: (url: string) => Promise<WireAnswer>,
): Promise<WireOperation> {
  let answer: WireAnswer | undefined;
  const poller = createHttpPoller<void, OperationState<void>>(
    {
      sendInitialRequest: notNow,
      sendPollRequest: async url => {
        answer = checkStatus(checkSuccess(await get(url)));
        return toResponse(answer, { method: 'GET', url });
      },
    },
    { ...OPTIONS, restoreFrom: state },
  );
  const { status } = await poller.poll();
  if (!answer) {
    throw new TroubleError({ kind: 'silent', reason: 'nothing to ask' });
  }
  return { status: toStatus(status), answer, state: await poller.serialize() };
}

async function notNow(): Promise<OperationResponse> {
  throw new Error('A poller either begins an operation or asks about one');
}

function toResponse(
  answer: WireAnswer,
  request: { method: string; url: string },
): OperationResponse {
  const { status: statusCode, headers, body } = answer;
  return {
    flatResponse: body,
    rawResponse: { statusCode, headers: { ...headers }, body, request },
  };
}

function checkSuccess(answer: WireAnswer): WireAnswer {
  if (![200, 201, 202, 204].includes(answer.status)) {
    throw new TroubleError({ kind: 'refused', answer });
  }
  return answer;
}

/** A page of something between here and Azure is no news of the operation. */
function checkStatus(answer: WireAnswer): WireAnswer {
  const { status, body } = answer;
  const isEmpty = body === undefined || body === '';
  const isNews = isObject(body)
    ? body.status === undefined || typeof body.status === 'string'
    : isEmpty && status !== 200;
  if (!isNews && !(isEmpty && status === 200)) {
    throw new TroubleError({ kind: 'silent', reason: 'no JSON' });
  }
  return answer;
}

function toStatus(status: OperationStatus | undefined) {
  return status === undefined || status === 'notStarted' ? 'running' : status;
}
