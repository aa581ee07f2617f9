import type { AuditorService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { ChangeResult, Plan } from '@meshwright/plugin-mesh-common';

/** One audit event per pass that changes something, with every change. */
export async function auditPass(
  options: { auditor: AuditorService; cluster: string; plan: Plan },
  apply: () => Promise<ChangeResult[]>,
): Promise<ChangeResult[]> {
  const { auditor, cluster, plan } = options;
  const event = await auditor.createEvent({
    eventId: 'cluster-reconcile',
    severityLevel: 'medium',
    meta: {
      cluster,
      planned: plan.waves.flat().map(({ type, key }) => ({ type, key })),
    },
  });
  try {
    const results = await apply();
    await event.success({
      meta: {
        changes: results.map(({ change, outcome, message = '' }) => ({
          type: change.type,
          key: change.key,
          outcome,
          message,
        })),
      },
    });
    return results;
  } catch (error) {
    await event.fail({ error: toError(error) });
    throw error;
  }
}
