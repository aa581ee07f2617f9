import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { CallOptions } from './MeshService';

/** Makes methods leave a record of each of their calls. */
export function createAuditing({ auditor }: { auditor: AuditorService }) {
  return <Request extends object, Answer>(
      eventId: string,
      method: (request: Request, options: CallOptions) => Promise<Answer>,
    ) =>
    async (request: Request, call: CallOptions): Promise<Answer> => {
      const event = await auditor.createEvent({
        eventId,
        severityLevel: 'medium',
        ...(call.request && { request: call.request }),
        meta: {
          request: request as JsonObject,
          by: describe(call.credentials),
        },
      });
      try {
        const answer = await method(request, call);
        await event.success();
        return answer;
      } catch (error) {
        await event.fail({ error: toError(error) });
        throw error;
      }
    };
}

function describe({ principal }: BackstageCredentials): string {
  const { type, userEntityRef, subject } = principal as {
    type?: string;
    userEntityRef?: string;
    subject?: string;
  };
  return userEntityRef ?? subject ?? type ?? 'unknown';
}
