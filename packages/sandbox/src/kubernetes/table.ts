import type { KubeObject } from './types';

/** `3d4h`-like age, as kubectl prints it. */
function age(since: string | undefined, now: number): string {
  if (!since) {
    return '<unknown>';
  }
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
  if (seconds < 120) {
    return `${seconds}s`;
  }
  if (seconds < 7200) {
    return `${Math.floor(seconds / 60)}m`;
  }
  return seconds < 172800
    ? `${Math.floor(seconds / 3600)}h`
    : `${Math.floor(seconds / 86400)}d`;
}

function read(object: KubeObject, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      object,
    );
}

function selectorText(value: unknown): string {
  const pairs = Object.entries((value ?? {}) as Record<string, unknown>);
  return pairs.map(([key, inner]) => `${key}=${inner}`).join(',') || '<none>';
}

type Column = [name: string, cell: (object: KubeObject) => unknown];

const ready: Column = [
  'Ready',
  object =>
    `${read(object, 'status.readyReplicas') ?? 0}/${
      read(object, 'spec.replicas') ?? 0
    }`,
];

const columns: Record<string, Column[]> = {
  Namespace: [['Status', object => read(object, 'status.phase')]],
  Pod: [['Status', object => read(object, 'status.phase')]],
  Deployment: [ready],
  StatefulSet: [ready],
  ReplicaSet: [ready],
  Job: [
    [
      'Completions',
      object =>
        `${read(object, 'status.succeeded') ?? 0}/${
          read(object, 'spec.completions') ?? 1
        }`,
    ],
  ],
  Service: [
    ['Type', object => read(object, 'spec.type')],
    ['Cluster-IP', object => read(object, 'spec.clusterIP') ?? '<none>'],
  ],
  NetworkPolicy: [
    [
      'Pod-Selector',
      object => selectorText(read(object, 'spec.podSelector.matchLabels')),
    ],
  ],
  AuthorizationPolicy: [
    ['Action', object => read(object, 'spec.action') ?? 'ALLOW'],
  ],
  PeerAuthentication: [
    ['Mode', object => read(object, 'spec.mtls.mode') ?? 'UNSET'],
  ],
};

/** Objects as the rows that kubectl prints. */
export function toTable(
  objects: KubeObject[],
  options: {
    kind: string;
    metadata: Record<string, unknown>;
    include: string | null;
  },
): unknown {
  const now = Date.now();
  const more = columns[options.kind] ?? [];
  const column = (name: string, type: string = 'string') => ({
    name,
    type,
    format: name === 'Name' ? 'name' : '',
    description: name,
    priority: 0,
  });
  const embed = (object: KubeObject) =>
    options.include === 'Object'
      ? object
      : {
          kind: 'PartialObjectMetadata',
          apiVersion: 'meta.k8s.io/v1',
          metadata: object.metadata,
        };
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: options.metadata,
    columnDefinitions: [
      column('Name'),
      ...more.map(([name]) => column(name)),
      column('Age'),
    ],
    rows: objects.map(object => ({
      cells: [
        object.metadata.name,
        ...more.map(([, cell]) => String(cell(object) ?? '')),
        age(object.metadata.creationTimestamp, now),
      ],
      ...(options.include !== 'None' && { object: embed(object) }),
    })),
  };
}
