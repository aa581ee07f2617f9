import { badRequest } from './errors';
import type { KubeObject, ResourceType } from './types';

export type Predicate = (object: KubeObject) => boolean;

/** Splits at commas outside parentheses. */
function requirements(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(Boolean);
}

function parseLabel(text: string): Predicate {
  const setBased = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(text);
  if (setBased) {
    const [, key, operator, list] = setBased;
    const values = list.split(',').map(value => value.trim());
    return object => {
      const value = object.metadata.labels?.[key];
      const within = value !== undefined && values.includes(value);
      return operator === 'in' ? within : !within;
    };
  }
  const equality = /^([^\s=!]+)\s*(!=|==|=)\s*(\S*)$/.exec(text);
  if (equality) {
    const [, key, operator, wanted] = equality;
    return object =>
      (object.metadata.labels?.[key] === wanted) === (operator !== '!=');
  }
  const existence = /^(!?)\s*([A-Za-z0-9][\w./-]*)$/.exec(text);
  if (existence) {
    const [, not, key] = existence;
    return object => (object.metadata.labels?.[key] !== undefined) === !not;
  }
  throw badRequest(`unable to parse requirement: '${text}'`);
}

/** Selects by labels, equality-based and set-based. */
export function parseLabelSelector(selector: string | undefined): Predicate {
  const all = requirements(selector ?? '').map(parseLabel);
  return object => all.every(matches => matches(object));
}

function fieldValue(object: KubeObject, field: string): string {
  let value: unknown = object;
  for (const part of field.split('.')) {
    value = (value as Record<string, unknown> | undefined)?.[part];
  }
  return value === undefined ? '' : String(value);
}

const selectable: Record<string, string[]> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.serviceAccountName',
    'status.phase',
    'status.podIP',
  ],
  Namespace: ['status.phase'],
  Secret: ['type'],
  Node: ['spec.unschedulable'],
  Job: ['status.successful'],
  Event: [
    'involvedObject.kind',
    'involvedObject.name',
    'involvedObject.namespace',
    'involvedObject.uid',
    'reason',
    'type',
  ],
};

/** Selects by the few fields that Kubernetes allows per kind. */
export function parseFieldSelector(
  selector: string | undefined,
  type: ResourceType,
): Predicate {
  const allowed = [
    'metadata.name',
    'metadata.namespace',
    ...(selectable[type.kind] ?? []),
  ];
  const all = requirements(selector ?? '').map(text => {
    const match = /^([^=!]+)(!=|==|=)(.*)$/.exec(text);
    if (!match) {
      throw badRequest(`invalid field selector: "${text}"`);
    }
    const [, field, operator, wanted] = match;
    if (!allowed.includes(field)) {
      throw badRequest(`field label not supported: ${field}`);
    }
    return (object: KubeObject) =>
      (fieldValue(object, field) === wanted) === (operator !== '!=');
  });
  return object => all.every(matches => matches(object));
}
