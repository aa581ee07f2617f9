import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { CallOptions, MeshService } from './MeshService';

/** Records who settled what or took everything along, and who tried. */
export function createAuditedMeshService(options: {
  service: MeshService;
  auditor: AuditorService;
}): MeshService {
  const { service, auditor } = options;

  /** A method that leaves a record of each of its calls. */
  const audited =
    <Request extends object, Answer>(
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

  const readInput = audited('input-read', (_: object, call) =>
    service.getInput(call),
  );

  return {
    ...service,
    getInput: call => readInput({}, call),
    decide: audited('request-decide', service.decide),
    bind: audited('binding-create', service.bind),
    registerService: audited('service-register', service.registerService),
    adopt: audited('namespace-adopt', service.adopt),
    confirmRetiring: audited('retiring-confirm', service.confirmRetiring),
    reconcileNow: audited('cluster-reconcile-request', service.reconcileNow),
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
