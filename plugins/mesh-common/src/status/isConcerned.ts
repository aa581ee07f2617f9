import type { JsonObject } from '@backstage/types';
import type { Workload } from '../model/types';
import { ANNOTATION_DRY_RUN } from '../objects/annotations';
import { canonicalJson } from '../objects/canonicalJson';
import { describeDifference } from '../objects/describeDifference';
import type { MeshObject } from '../objects/types';
import { pickNetworkRules } from './pickNetworkRules';

/**
 * Whether it makes a difference to one edge that an object is not yet as
 * desired. A policy of a service has the rules of all who call it, and those
 * of one may be in force while a change for another is refused.
 */
export function isConcerned(options: {
  consumer: Pick<Workload, 'namespace' | 'serviceAccount' | 'selector'>;
  provider: Pick<Workload, 'namespace' | 'selector'>;
  desired: MeshObject;
  live?: MeshObject;
}): boolean {
  const { desired, live } = options;
  const pick = (object: MeshObject) => pickPart(options, object);
  const [wanted, known] = [pick(desired), live && pick(live)];
  return (
    wanted === undefined ||
    known === undefined ||
    describeDifference(wanted, known).length > 0
  );
}

/** What an object says of an edge; undefined where it is not told apart. */
function pickPart(
  edge: Parameters<typeof isConcerned>[0],
  object: MeshObject,
): MeshObject | undefined {
  switch (object.kind) {
    case 'AuthorizationPolicy':
      return pickRulesOf(edge.consumer, object);
    case 'NetworkPolicy':
      return pickNetworkRules(edge, object);
    default:
      return undefined;
  }
}

/** A policy without the rules that are about other callers. */
function pickRulesOf(
  consumer: Pick<Workload, 'namespace' | 'serviceAccount'>,
  { apiVersion, kind, metadata, spec }: MeshObject,
): MeshObject {
  const { name, namespace, annotations } = metadata;
  const dryRun = annotations?.[ANNOTATION_DRY_RUN];
  const { rules, ...rest } = spec ?? {};
  const picked = new Map<string, JsonObject>();
  for (const rule of toList(rules)) {
    const mine = pickSources(consumer, rule);
    if (mine) picked.set(canonicalJson(mine), mine);
  }
  const sorted = [...picked]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, rule]) => rule);
  return {
    apiVersion,
    kind,
    metadata: {
      ...{ name, namespace },
      ...(dryRun !== undefined && {
        annotations: { [ANNOTATION_DRY_RUN]: dryRun },
      }),
    },
    spec: { ...rest, ...(sorted.length > 0 && { rules: sorted }) },
  };
}

/** What a rule says of a caller; undefined when it is about others alone. */
function pickSources(
  consumer: Pick<Workload, 'namespace' | 'serviceAccount'>,
  rule: JsonObject,
): JsonObject | undefined {
  if (rule.from === undefined) {
    return rule;
  }
  const from = toList(rule.from).flatMap(entry => {
    const source = entry.source as JsonObject | undefined;
    const { principals } = source ?? {};
    if (!Array.isArray(principals)) {
      return [entry];
    }
    const mine = principals.filter(one => mayBe(consumer, String(one)));
    return mine.length > 0
      ? [{ ...entry, source: { ...source, principals: mine } }]
      : [];
  });
  return from.length > 0 ? { ...rule, from } : undefined;
}

function mayBe(
  consumer: Pick<Workload, 'namespace' | 'serviceAccount'>,
  principal: string,
): boolean {
  const { namespace, serviceAccount } = consumer;
  return (
    principal.includes('*') ||
    principal.endsWith(`/ns/${namespace}/sa/${serviceAccount}`)
  );
}

function toList(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value : [];
}
