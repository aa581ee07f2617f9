import { isJson } from '../types';
import type { Json, KubeObject } from '../types';
import { describeAge } from './duration';

export type Column = {
  name: string;
  type: string;
  format?: string;
  /** 1: shown by `kubectl get -o wide` only. */
  priority: 0 | 1;
  cell: (object: KubeObject) => unknown;
};

type Cell = Column['cell'];

export function record(value: unknown): Json {
  return isJson(value) ? value : {};
}

export function records(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** The value at `status.podIP` or the like. */
export function read(object: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => record(value)[key], object);
}

export const text = (name: string, cell: Cell): Column => ({
  name,
  type: 'string',
  priority: 0,
  cell,
});

export const whole = (name: string, path: string): Column => ({
  name,
  type: 'integer',
  priority: 0,
  cell: object => Number(read(object, path) ?? 0),
});

export const wide = (name: string, cell: Cell): Column => ({
  ...text(name, cell),
  priority: 1,
});

export const NAME: Column = {
  ...text('Name', object => object.metadata.name),
  format: 'name',
};

export const AGE = text('Age', object =>
  describeAge(object.metadata.creationTimestamp),
);

export const CREATED: Column = {
  ...text('Created At', object => object.metadata.creationTimestamp),
  type: 'date',
};

export const orNone = (value: unknown) =>
  value === undefined || value === '' ? '<none>' : value;

/** `a=b,c=d`, sorted. */
export function describeLabels(labels: unknown): string {
  const pairs = Object.entries(record(labels)).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return pairs.map(([key, value]) => `${key}=${value}`).join(',') || '<none>';
}

const operators: Record<string, (key: string, values: string) => string> = {
  In: (key, values) => `${key} in (${values})`,
  NotIn: (key, values) => `${key} notin (${values})`,
  Exists: key => key,
  DoesNotExist: key => `!${key}`,
};

/** A label selector in one line. */
export function describeSelector(value: unknown): string {
  const { matchLabels, matchExpressions } = record(value);
  const labels = Object.entries(record(matchLabels)).map(
    ([key, one]) => [key, `${key}=${one}`] as const,
  );
  const expressions = records(matchExpressions).map(one => {
    const key = String(one.key);
    const values = Array.isArray(one.values) ? [...one.values].sort() : [];
    const say = operators[String(one.operator)];
    return [key, say?.(key, values.join(',')) ?? key] as const;
  });
  const all = [...labels, ...expressions].sort(([a], [b]) => (a < b ? -1 : 1));
  return all.map(([, said]) => said).join(',') || '<none>';
}

const containersOf = (path: string) => (object: KubeObject) =>
  records(read(object, `${path}.containers`));

/** Names and images of the containers of a template. */
export const CONTAINERS: Column[] = ['name', 'image'].map(key =>
  wide(key === 'name' ? 'Containers' : 'Images', object =>
    containersOf('spec.template.spec')(object)
      .map(one => one[key])
      .join(','),
  ),
);

export const SELECTOR = wide('Selector', object =>
  describeSelector(read(object, 'spec.selector')),
);
