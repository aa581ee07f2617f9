import type { JsonObject } from '@backstage/types';
import { KubernetesApiError } from '../KubernetesApiError';
import {
  type ApiAnswer,
  type ApiRequest,
  KubernetesConnection,
} from '../KubernetesConnection';

/** Undefined answer: nobody knows whether it was carried out. */
type OnWrite = (request: ApiRequest, answer?: JsonObject) => void;

/** A connection that tells what is written through it. */
export class RecordingConnection extends KubernetesConnection {
  /** Told of every write that was, or may have been, carried out. */
  onWrite?: OnWrite;

  async send(request: ApiRequest): Promise<ApiAnswer> {
    if (request.method === 'GET') {
      return super.send(request);
    }
    try {
      const answer = await super.send(request);
      this.onWrite?.(request, answer.body as JsonObject);
      return answer;
    } catch (error) {
      if (!isRefusal(error)) {
        this.onWrite?.(request);
      }
      throw error;
    }
  }
}

/** True when the server says that it did nothing. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof KubernetesApiError && error.code >= 400 && error.code < 500
  );
}
