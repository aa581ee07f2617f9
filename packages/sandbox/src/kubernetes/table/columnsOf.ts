import type { KubeObject, ResourceType } from '../types';
import { PRINTED } from '../validation/cel/definitions';
import {
  AGE,
  CREATED,
  NAME,
  read,
  record,
  records,
  text,
  wide,
  whole,
} from './Column';
import type { Column } from './Column';
import { describeAge } from './duration';
import { podColumns } from './pods';
import { serviceColumns } from './services';
import { workloadColumns } from './workloads';

const count = (...fields: string[]): Column => ({
  ...whole('Data', ''),
  type: 'string',
  cell: object =>
    fields.reduce(
      (sum, key) => sum + Object.keys(record(object[key])).length,
      0,
    ),
});

const subjects = (kind: string) => (object: KubeObject) =>
  records(object.subjects)
    .filter(one => one.kind === kind)
    .map(({ name, namespace }) =>
      kind === 'ServiceAccount' ? `${namespace ?? ''}/${name}` : name,
    )
    .join(', ');

const binding: Column[] = [
  NAME,
  text(
    'Role',
    object => `${read(object, 'roleRef.kind')}/${read(object, 'roleRef.name')}`,
  ),
  AGE,
  wide('Users', subjects('User')),
  wide('Groups', subjects('Group')),
  wide('ServiceAccounts', subjects('ServiceAccount')),
];

const event: Column[] = [
  text('Last Seen', object =>
    describeAge(object.lastTimestamp ?? object.eventTime),
  ),
  text('Type', object => object.type ?? ''),
  text('Reason', object => object.reason ?? ''),
  text('Object', object => {
    const kind = String(
      read(object, 'involvedObject.kind') ?? '',
    ).toLowerCase();
    return `${kind}/${read(object, 'involvedObject.name') ?? ''}`;
  }),
  wide('Subobject', object => read(object, 'involvedObject.fieldPath') ?? ''),
  wide('Source', object => read(object, 'source.component') ?? ''),
  text('Message', object => String(object.message ?? '').trim()),
  wide('First Seen', object =>
    describeAge(object.firstTimestamp ?? object.eventTime),
  ),
  wide('Count', object => object.count ?? 1),
  { ...NAME, priority: 1 },
];

const byKind: Record<string, Column[]> = {
  ...podColumns,
  ...workloadColumns,
  ...serviceColumns,
  Namespace: [
    NAME,
    text('Status', object => read(object, 'status.phase')),
    AGE,
  ],
  ConfigMap: [NAME, count('data', 'binaryData'), AGE],
  Secret: [NAME, text('Type', object => object.type), count('data'), AGE],
  ServiceAccount: [NAME, AGE],
  Event: event,
  MutatingWebhookConfiguration: [
    NAME,
    {
      ...whole('Webhooks', ''),
      cell: object => records(object.webhooks).length,
    },
    AGE,
  ],
  RoleBinding: binding,
  ClusterRoleBinding: binding,
};

/** A column of a CustomResourceDefinition. */
function printed(name: string, type: string, path: string): Column {
  return {
    name,
    type,
    priority: 0,
    cell: object => {
      const value = read(object, path);
      if (type === 'date') {
        return describeAge(value);
      }
      return typeof value === 'object' ? JSON.stringify(value) : value ?? null;
    },
  };
}

const customAge = printed('Age', 'date', 'metadata.creationTimestamp');

/** What a table of a kind shows, in order. */
export function columnsOf({ kind, custom }: ResourceType): Column[] {
  if (!custom) {
    return byKind[kind] ?? [NAME, CREATED];
  }
  const own = (PRINTED[kind] ?? []).map(({ name, type, path }) =>
    printed(name, type, path),
  );
  return [NAME, ...(own.length > 0 ? own : [customAge])];
}
