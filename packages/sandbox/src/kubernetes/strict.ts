import { ApiError, badRequest } from './errors';
import type { Body } from './request';
import { servedVersion } from './target';
import type { Target } from './target';
import type { KubeObject } from './types';
import { dropUnknown } from './validation';

/** How a write that strict validation refuses is answered. */
export type Refuse = (reasons: string[], object: KubeObject) => ApiError;

const APPLY = 'application/apply-patch+yaml';
const JSON_PATCH = 'application/json-patch+json';

const yamlErrors = (lines: readonly string[]) =>
  `yaml: unmarshal errors:\n${lines.map(line => `  ${line}`).join('\n')}`;

function refusePatch(why: string, object: KubeObject): ApiError {
  const field = 'patch';
  const shown = JSON.stringify(JSON.stringify(object));
  const message = `Invalid value: ${shown}: ${why}`;
  return new ApiError(422, ` "" is invalid: ${field}: ${message}`, {
    details: { causes: [{ reason: 'FieldValueInvalid', message, field }] },
  });
}

/** Words for what a body gives twice: as warnings, and in a refusal. */
export function describeDuplicates({ contentType, duplicates }: Body) {
  if (contentType.endsWith('yaml')) {
    return {
      warnings: duplicates,
      reasons: duplicates.length > 0 ? [yamlErrors(duplicates)] : [],
    };
  }
  const prefix = contentType === JSON_PATCH ? 'json patch ' : '';
  const texts = duplicates.map(path => `${prefix}duplicate field "${path}"`);
  return { warnings: texts, reasons: texts };
}

/** The refusal that fits the kind of write. */
export function refusalFor(target: Target, verb: string): Refuse {
  const { kind } = target.type;
  return (reasons, object) => {
    const why = `strict decoding error: ${reasons.join(', ')}`;
    return verb === 'patch'
      ? refusePatch(why, object)
      : badRequest(
          `${kind} in version "${target.version}" cannot be handled as a ${kind}: ${why}`,
        );
  };
}

/** An applied configuration that says something twice is not YAML, strictly. */
export function checkApplied({ contentType, duplicates }: Body): void {
  if (contentType === APPLY && duplicates.length > 0) {
    throw badRequest(
      `error strict decoding YAML: error converting YAML to JSON: ${yamlErrors(
        duplicates,
      )}`,
    );
  }
}

/** What an applied configuration says has to be in the schema. */
export function checkDeclared(target: Target, given: KubeObject): void {
  const { unknown } = dropUnknown(given, target.type);
  if (unknown.length === 0) {
    return;
  }
  const { kind, group } = target.type;
  const { namespace = '', name } = given.metadata;
  const lines = unknown.map(path => `.${path}: field not declared in schema`);
  const listed =
    lines.length > 1
      ? `errors:\n${lines.map(line => `  ${line}`).join('\n')}`
      : lines[0];
  const version = group ? servedVersion(target) : `/${target.version}`;
  throw new ApiError(
    500,
    `failed to create typed patch object (${namespace}/${
      name || target.name
    }; ${version}, Kind=${kind}): ${listed}`,
  );
}
