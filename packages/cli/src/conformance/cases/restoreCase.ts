import {
  isRecord,
  toRecord,
  toText,
} from '@meshwright/plugin-mesh-common/evaluate';
import type { Json } from '../types';

/**
 * Names that Go gives to the fields of alternatives. In JSON the alternatives
 * stand where these are.
 */
const wrappers = new Set([
  'actionDetail',
  'errorType',
  'hashAlgorithm',
  'hashKey',
  'healthCheckMethod',
  'httpDelayType',
  'lbPolicy',
  'matchType',
  'metricMatch',
  'objectTypes',
  'redirectPort',
  'specifier',
]);

/** Namespaces that tests have for all their objects, and cases do not. */
const namespaces: Readonly<Record<string, string>> = {
  TestValidateSidecar: 'bar',
};

/**
 * The object of a case of Istio's tests as it is in JSON: the cases are
 * written from Go by a machine, which has left some names of Go in them.
 */
export function restoreCase(item: Json): Json {
  const object = toRecord(item.object);
  const test = toText(toRecord(item.source).test) ?? '';
  const namespace = Object.hasOwn(namespaces, test)
    ? { namespace: namespaces[test] }
    : {};
  return {
    ...item,
    object: {
      ...object,
      metadata: { ...toRecord(object.metadata), ...namespace },
      spec: restore(object.spec, []),
    },
  };
}

function restore(value: unknown, path: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map(each => restore(each, path));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => {
      const restored = restore(part, [...path, name]);
      return isRecord(restored) && isWrapper(name, path)
        ? Object.entries(restored)
        : [[toJsonName(name, path), restored]];
    }),
  );
}

function isWrapper(name: string, path: readonly string[]): boolean {
  return (
    wrappers.has(name) || (name === 'type' && path.at(-2) === 'customTags')
  );
}

function toJsonName(name: string, path: readonly string[]): string {
  return path.at(-1) === 'headers' &&
    (name === 'Request' || name === 'Response')
    ? name.toLowerCase()
    : name;
}
