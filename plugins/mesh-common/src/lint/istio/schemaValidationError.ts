import type { MeshObject } from '../../objects';
import { validateSchema, validateWebhook } from '../../validate';
import type { LintContext, ObjectRule } from '../types';
import { fullName } from './context/objects';
import { listIstioObjects } from './context/istioObjects';

/** The webhook is asked about what the API server has taken. */
function listErrors(object: MeshObject): string[] {
  const refused = validateSchema(object)?.errors ?? [];
  return refused.length > 0 ? refused : listWebhookErrors(object);
}

function listWebhookErrors(object: MeshObject): string[] {
  return validateWebhook(object)?.errors ?? [];
}

function toRule(list: (object: MeshObject) => string[]): ObjectRule {
  return {
    code: 'MW2106',
    severity: 'error',
    summary: 'The control plane accepts objects of Istio',
    aliases: ['IST0106'],
    check: (context: LintContext) =>
      listIstioObjects(context).flatMap(object =>
        list(object).map(error => ({
          object,
          path: '',
          message: `${object.kind} ${fullName(object)} is refused: ${error}`,
        })),
      ),
  };
}

/** It never gets into the cluster, or nobody takes it for what it says. */
export const schemaValidationError = toRule(listErrors);

/** What Istio's analyzer says: the webhook alone. */
export const webhookValidationError = toRule(listWebhookErrors);
