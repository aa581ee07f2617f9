import type { MeshObject } from '@meshwright/plugin-mesh-common';
import { toText } from '@meshwright/plugin-mesh-common/evaluate';
import {
  validateSchema,
  validateWebhook,
  type Validation,
  type ValidationOptions,
} from '@meshwright/plugin-mesh-common/validate';
import { isEqual, need, toObject } from '../readCase';
import { NotSupported, type Difference, type Json } from '../types';
import { restoreCase } from './restoreCase';

type Validate = (
  object: MeshObject,
  options: ValidationOptions,
) => Validation | undefined;

/**
 * The tests that cases come from are those of the newest version, unless a
 * case says since which one it holds.
 */
const NEWEST = '1.32';

/** Cases about what an API server refuses. */
export function judgeSchema(_: Json, item: Json): Difference | undefined {
  return judge(item, validateSchema);
}

/** Cases about what the webhook of the control plane refuses. */
export function judgeWebhook(_: Json, item: Json): Difference | undefined {
  return judge(restoreCase(item), validateWebhook);
}

function judge(item: Json, validate: Validate): Difference | undefined {
  const object = toObject(need(item, 'object'));
  const expected = need(item, 'expect');
  if (typeof expected.valid !== 'boolean')
    throw new Error('it expects nothing');
  const found = validate(object, { istio: toText(item.since) ?? NEWEST });
  if (!found) throw new NotSupported(`kind ${object.kind}`);
  const { errors, warnings } = found;
  const right =
    expected.valid === (errors.length === 0) &&
    (!expected.valid ||
      typeof expected.warning !== 'boolean' ||
      isEqual(expected.warning, warnings.length > 0)) &&
    contains(errors, expected.errorContains) &&
    contains(warnings, expected.warningContains);
  if (right) return undefined;
  return { expected, got: { valid: errors.length === 0, errors, warnings } };
}

function contains(messages: readonly string[], part: unknown): boolean {
  return (
    typeof part !== 'string' || messages.some(message => message.includes(part))
  );
}
