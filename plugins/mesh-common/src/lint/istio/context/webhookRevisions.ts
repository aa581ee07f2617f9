import {
  toLabels,
  toRecord,
  toRecords,
  toText,
  toTexts,
} from '../../../evaluate/readJson';
import { labelsOf } from './objects';
import type { Webhook } from './webhooks';

const REVISION = 'istio.io/rev';

/** Revisions that webhooks speak of: in selectors, and their object's label. */
export function listRevisions(webhooks: readonly Webhook[]): string[] {
  const found = webhooks.flatMap(({ object, fields }) => [
    labelsOf(object)[REVISION],
    ...[fields.namespaceSelector, fields.objectSelector].flatMap(selector => {
      const { matchLabels, matchExpressions } = toRecord(selector);
      return [
        toLabels(matchLabels)[REVISION],
        ...toRecords(matchExpressions)
          .filter(({ key }) => toText(key) === REVISION)
          .flatMap(({ values }) => toTexts(values)),
      ];
    }),
  ]);
  return [...new Set(found)].filter(item => item !== undefined);
}
