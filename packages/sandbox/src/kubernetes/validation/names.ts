import type { StatusCause } from '../errors';
import type { KubeObject, ObjectMeta, ResourceType } from '../types';
import { invalidValue, required } from './causes';

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const service = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const subdomain =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualified = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

const LABEL_WHY =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const SUBDOMAIN_WHY =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const VALUE_WHY =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const KEY_WHY =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

export function isLabelName(text: string): boolean {
  return text.length <= 63 && label.test(text);
}

export function isSubdomain(text: string): boolean {
  return text.length <= 253 && subdomain.test(text);
}

const rbac = 'rbac.authorization.k8s.io';

/** Roles are named like segments of a path: `system:discovery`. */
function checkSegment(name: string): StatusCause[] {
  const why = ['.', '..'].includes(name)
    ? `may not be '${name}'`
    : ['/', '%']
        .filter(one => name.includes(one))
        .map(one => `may not contain '${one}'`)[0];
  return why ? [invalidValue('metadata.name', name, why)] : [];
}

function checkName(name: string, type: ResourceType): StatusCause[] {
  const field = 'metadata.name';
  if (type.group === rbac) {
    return checkSegment(name);
  }
  const isLabel = type.kind === 'Namespace' || type.kind === 'Service';
  const limit = isLabel ? 63 : 253;
  if (name.length > limit) {
    const why = `must be no more than ${limit} characters`;
    return [invalidValue(field, name, why)];
  }
  if (type.kind === 'Service' && !service.test(name)) {
    return [
      invalidValue(field, name, `a DNS-1035 label is wanted; ${LABEL_WHY}`),
    ];
  }
  if (isLabel ? !label.test(name) : !subdomain.test(name)) {
    return [invalidValue(field, name, isLabel ? LABEL_WHY : SUBDOMAIN_WHY)];
  }
  return [];
}

/** A qualified name: `name` or `prefix/name`. */
function checkKey(key: string, field: string): StatusCause[] {
  const parts = key.split('/');
  const name = parts[parts.length - 1];
  const prefix = parts.length > 1 ? parts[0] : undefined;
  if (parts.length > 2 || !qualified.test(name)) {
    return [invalidValue(field, key, KEY_WHY)];
  }
  if (name.length > 63) {
    const why = 'name part must be no more than 63 characters';
    return [invalidValue(field, key, why)];
  }
  return prefix !== undefined && !isSubdomain(prefix)
    ? [invalidValue(field, key, `prefix part ${SUBDOMAIN_WHY}`)]
    : [];
}

/** Label keys and values, wherever a map of labels is. */
export function checkLabels(
  labels: Record<string, unknown>,
  field: string,
): StatusCause[] {
  return Object.entries(labels).flatMap(([key, value]) => {
    const text = String(value);
    const causes = checkKey(key, field);
    if (text.length > 63) {
      const why = 'must be no more than 63 characters';
      return [...causes, invalidValue(field, text, why)];
    }
    return text === '' || qualified.test(text)
      ? causes
      : [...causes, invalidValue(field, text, VALUE_WHY)];
  });
}

function checkAnnotations(metadata: ObjectMeta): StatusCause[] {
  const annotations = metadata.annotations ?? {};
  const field = 'metadata.annotations';
  const size = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + key.length + value.length,
    0,
  );
  return [
    ...Object.keys(annotations).flatMap(key =>
      checkKey(key.toLowerCase(), field),
    ),
    ...(size > 262144
      ? [
          {
            reason: 'FieldValueTooLong',
            message: 'Too long: may not be more than 262144 bytes',
            field,
          },
        ]
      : []),
  ];
}

/** What the API server and its controllers put there without a domain. */
const standardFinalizers = ['orphan', 'foregroundDeletion', 'kubernetes'];

function checkFinalizers(
  { finalizers = [] }: ObjectMeta,
  type: ResourceType,
  before?: KubeObject,
): StatusCause[] {
  const old = before?.metadata.finalizers ?? [];
  const added = finalizers.filter(one => !old.includes(one));
  const late = before?.metadata.deletionTimestamp && added.length > 0;
  return [
    ...finalizers.flatMap((finalizer, at) => {
      const field = `metadata.finalizers${type.custom ? '' : `[${at}]`}`;
      const bare =
        !finalizer.includes('/') && !standardFinalizers.includes(finalizer);
      return bare && !type.custom
        ? [
            invalidValue(
              field,
              finalizer,
              'name is neither a standard finalizer name nor is it fully qualified',
            ),
          ]
        : checkKey(finalizer, field);
    }),
    ...(late
      ? [
          {
            reason: 'FieldValueForbidden',
            message: `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${added
              .map(one => JSON.stringify(one))
              .join(', ')}}`,
            field: 'metadata.finalizers',
          },
        ]
      : []),
  ];
}

function checkOwners({ ownerReferences = [] }: ObjectMeta): StatusCause[] {
  const fields = ['apiVersion', 'kind', 'name', 'uid'] as const;
  return ownerReferences.flatMap(owner =>
    fields
      .filter(field => !owner[field])
      .map(field =>
        invalidValue(
          `metadata.ownerReferences.${field}`,
          '',
          field === 'apiVersion'
            ? 'version must not be empty'
            : 'must not be empty',
        ),
      ),
  );
}

/** Name, labels, annotations, finalizers and owners. */
export function checkMetadata(
  object: KubeObject,
  type: ResourceType,
  before?: KubeObject,
): StatusCause[] {
  const { metadata } = object;
  return [
    ...(metadata.name
      ? checkName(metadata.name, type)
      : [required('metadata.name', 'name or generateName is required')]),
    ...checkLabels(metadata.labels ?? {}, 'metadata.labels'),
    ...checkAnnotations(metadata),
    ...checkFinalizers(metadata, type, before),
    ...checkOwners(metadata),
  ];
}
