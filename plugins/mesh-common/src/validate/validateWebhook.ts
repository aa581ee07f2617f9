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
  options: ValidationOptions = {},
): Validation | undefined {
  const definition = findDefinition(object);
  if (!definition) return undefined;
  const errors = findUnreadable(definition.spec, object.spec, 'spec');
  return errors.length > 0
    ? { errors, warnings: [] }
    : validateReadable(object, options);
}

/** The same for an object whose definition the API server has checked. */
export function validateReadable(
  object: MeshObject,
  { istio = DEFAULT_ISTIO }: ValidationOptions = {},
): Validation | undefined {
  const { kind } = object;
  const check = Object.hasOwn(checks, kind) ? checks[kind] : undefined;
  if (!findDefinition(object) || !check) return undefined;
  const { spec }: { spec?: unknown } = object;
  const metadata: Record<string, unknown> = isRecord(object.metadata)
    ? object.metadata
    : {};
  const subject = {
    name: toText(metadata.name) ?? '',
    namespace: toText(metadata.namespace) ?? '',
    labels: toLabels(metadata.labels),
    annotations: toLabels(metadata.annotations),
    spec: isRecord(spec) ? spec : {},
    istio,
  };
  const wrong = findAnnotationProblem(kind, subject);
  if (wrong) return { errors: [wrong], warnings: [] };
  const out = new Findings();
  check(subject, out);
  return { errors: out.errors, warnings: out.warnings };
}
