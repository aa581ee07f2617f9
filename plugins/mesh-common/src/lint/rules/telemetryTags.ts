import { toRecord, toRecords, toText } from '../../evaluate/readJson';
import type { ObjectRule, RuleFinding } from '../types';
import type { MeshObject } from '../../objects';

/** Values of tags are expressions, and one entry is one setting. */
export const telemetryTags: ObjectRule = {
  code: 'MW2068',
  severity: 'warning',
  summary: 'Telemetry says what it means in one entry, in CEL',
  aliases: ['SEG-TELEMETRY'],
  check: context =>
    context
      .ofKind('Telemetry')
      .flatMap(object => [...checkTags(object), ...checkEntries(object)]),
};

function checkTags(object: MeshObject): RuleFinding[] {
  return listMetrics(object).flatMap((metrics, at) =>
    toRecords(metrics.overrides).flatMap((override, index) =>
      Object.entries(toRecord(override.tagOverrides)).flatMap(
        ([tag, settings]) => {
          const value = toText(toRecord(settings).value) ?? '';
          return /%\{|^\$\{/.test(value)
            ? [
                {
                  object,
                  path: `spec/metrics[${at}]/overrides[${index}]/tagOverrides/${tag}`,
                  message: `'${value}' is no CEL expression, so the tag has no value. Write an attribute such as request.host, or a text in quotes.`,
                },
              ]
            : [];
        },
      ),
    ),
  );
}

/** One entry with the provider, another with what is meant for it. */
function checkEntries(object: MeshObject): RuleFinding[] {
  const metrics = listMetrics(object);
  return metrics.flatMap((entry, at) => {
    const before = metrics[at - 1];
    const isSplit =
      before &&
      before.providers !== undefined &&
      before.overrides === undefined &&
      entry.overrides !== undefined &&
      entry.providers === undefined;
    return isSplit
      ? [
          {
            object,
            path: `spec/metrics[${at}]`,
            message:
              'The overrides stand in an entry without a provider, and the entry before names a provider without overrides: they are not for each other. Put both into one entry.',
          },
        ]
      : [];
  });
}

function listMetrics({ spec }: MeshObject): Record<string, unknown>[] {
  return toRecords(toRecord(spec).metrics);
}
