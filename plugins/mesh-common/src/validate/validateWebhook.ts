import { isRecord, toLabels, toText } from '../evaluate/readJson';
import type { MeshObject } from '../objects';
import { findDefinition } from './definitions';
import { findUnreadable } from './schema/decode';
import {
  DEFAULT_ISTIO,
  type Validation,
  type ValidationOptions,
} from './types';
import { findAnnotationProblem } from './webhook/annotations';
import { checks } from './webhook/checks';
import { Findings } from './webhook/Findings';

/**
 * What the webhook of the control plane says to an object once the API server
 * has taken it: the rules that need more than its definition. Undefined for
 * kinds that are not known here.
 *
 * Source: `pkg/config/validation` of istio/istio, 1.29 to 1.32.
 *
 * @public
 */
export function validateWebhook(
  object: MeshObject,
  { istio = DEFAULT_ISTIO }: ValidationOptions = {},
): Validation | undefined {
  const definition = findDefinition(object);
  const { kind } = object;
  const check = Object.hasOwn(checks, kind) ? checks[kind] : undefined;
  if (!definition || !check) return undefined;
  const { spec }: { spec?: unknown } = object;
  const metadata: Record<string, unknown> = isRecord(object.metadata)
    ? object.metadata
    : {};
  const unreadable = findUnreadable(definition.spec, spec, 'spec');
  const subject = {
    name: toText(metadata.name) ?? '',
    namespace: toText(metadata.namespace) ?? '',
    labels: toLabels(metadata.labels),
    annotations: toLabels(metadata.annotations),
    spec: isRecord(spec) ? spec : {},
    istio,
  };
  if (unreadable.length > 0) return { errors: unreadable, warnings: [] };
  const wrong = findAnnotationProblem(kind, subject);
  if (wrong) return { errors: [wrong], warnings: [] };
  const { errors, warnings } = run(check, subject);
  return { errors, warnings };
}

function run(
  check: (typeof checks)[string],
  subject: Parameters<typeof check>[0],
): Findings {
  const out = new Findings();
  check(subject, out);
  return out;
}
