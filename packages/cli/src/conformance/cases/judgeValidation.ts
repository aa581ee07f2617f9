import type { MeshObject } from '@meshwright/plugin-mesh-common';
import {
  validateSchema,
  validateWebhook,
  type Validation,
} from '@meshwright/plugin-mesh-common/validate';
import { isEqual, need, toObject } from '../readCase';
import { NotSupported, type Difference, type Json } from '../types';

/** Cases about what an API server refuses. */
export function judgeSchema(_: Json, item: Json): Difference | undefined {
  return judge(item, validateSchema);
}

/** Cases about what the webhook of the control plane refuses. */
export function judgeWebhook(_: Json, item: Json): Difference | undefined {
  return judge(item, validateWebhook);
}

function judge(
  item: Json,
  validate: (object: MeshObject) => Validation | undefined,
): Difference | undefined {
  const object = toObject(need(item, 'object'));
  const expected = need(item, 'expect');
  if (typeof expected.valid !== 'boolean')
    throw new Error('it expects nothing');
  const found = validate(object);
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
