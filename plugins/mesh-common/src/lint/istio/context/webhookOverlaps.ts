import type { Labels } from './objects';
import { isCalled, type Webhook } from './webhooks';
import { listRevisions } from './webhookRevisions';

/** A webhook that is called for the same pods as others. */
export type Overlap = { webhook: Webhook; others: Webhook[] };

/** More of them in one cluster are no mesh but an attempt to keep us busy. */
const MAX_REVISIONS = 50;

/**
 * Tries what labels namespaces and pods have for injection, with each
 * revision and without: for each, one webhook may be called at most.
 */
export function listOverlaps(webhooks: readonly Webhook[]): Overlap[] {
  const revisions = listRevisions(webhooks).slice(0, MAX_REVISIONS);
  const byText = new Map<string, Overlap>();
  for (const namespace of combine('istio-injection', revisions, [
    'enabled',
    'disabled',
  ])) {
    for (const pod of combine('sidecar.istio.io/inject', revisions, [
      'true',
      'false',
    ])) {
      const called = webhooks.filter(item => isCalled(item, namespace, pod));
      const unique = [
        ...new Map(called.map(item => [keyOf(item), item])).values(),
      ];
      for (const webhook of unique.length > 1 ? unique : []) {
        const others = unique.filter(other => other !== webhook);
        const { name } = webhook.object.metadata;
        const text = JSON.stringify([name, ...others.map(keyOf)]);
        if (!byText.has(text)) byText.set(text, { webhook, others });
      }
    }
  }
  return [...byText.values()];
}

function keyOf({ object, name }: Webhook): string {
  return `${object.metadata.name}/${name}`;
}

function combine(
  key: string,
  revisions: readonly string[],
  values: readonly string[],
): Labels[] {
  const bases: Labels[] = [{}, ...values.map(value => ({ [key]: value }))];
  return [
    ...bases,
    ...revisions.flatMap(revision =>
      bases.map(base => ({ ...base, 'istio.io/rev': revision })),
    ),
  ];
}
