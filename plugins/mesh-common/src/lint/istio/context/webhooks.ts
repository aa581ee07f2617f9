import type { MeshObject } from '../../../objects';
import {
  isRecord,
  toRecord,
  toRecords,
  toText,
} from '../../../evaluate/readJson';
import { readSelector, selects } from '../../../evaluate/labelSelector';
import type { LintContext } from '../../types';
import { fieldsOf, groups, type Fields, type Labels } from './objects';

/** A webhook of a configuration. */
export type Webhook = {
  object: MeshObject;
  path: string;
  name: string;
  fields: Fields;
};

/** Webhooks that change objects, of every configuration. */
export function listMutatingWebhooks(context: LintContext): Webhook[] {
  return context
    .ofKind('MutatingWebhookConfiguration', groups.admission)
    .flatMap(listWebhooks);
}

export function listWebhooks(object: MeshObject): Webhook[] {
  return toRecords(fieldsOf(object).webhooks).map((fields, index) => ({
    object,
    path: `webhooks[${index}]`,
    name: toText(fields.name) ?? '',
    fields,
  }));
}

/** Whether a webhook is called for an object with these labels. */
export function isCalled(
  { fields }: Webhook,
  namespaceLabels: Labels,
  objectLabels: Labels,
): boolean {
  return (
    matches(fields.namespaceSelector, namespaceLabels) &&
    matches(fields.objectSelector, objectLabels)
  );
}

/** The Service behind a webhook; undefined when it is called by a URL. */
export function serviceOf({ fields }: Webhook): Fields | undefined {
  const { service } = toRecord(fields.clientConfig);
  return isRecord(service) ? service : undefined;
}

function matches(selector: unknown, labels: Labels): boolean {
  return !isRecord(selector) || selects(readSelector(selector), labels);
}
