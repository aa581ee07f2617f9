import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '../../../objects';
import type { Evidence } from '../../run';
import { failed, listNames, passed } from '../evidence';
import { listMeshNamespaces } from '../labels';

const PROXY = 'istio-proxy';

/** Rows about single namespaces, so that no answer gets out of hand. */
const MOST_ROWS = 20;

/**
 * Whether every pod of the mesh's namespaces has a proxy: beside its
 * containers, or among the init containers as a native sidecar.
 *
 * @public
 */
export function evaluateProxies(read: {
  namespaces: readonly MeshObject[];
  pods: readonly MeshObject[];
}): Evidence[] {
  const members = new Set(
    listMeshNamespaces(read.namespaces).map(({ metadata }) => metadata.name),
  );
  const missing = new Map<string, string[]>();
  let count = 0;
  for (const pod of read.pods) {
    const { name, namespace = '' } = pod.metadata;
    if (members.has(namespace) && needsProxy(pod)) {
      count += 1;
      if (!hasProxy(pod)) {
        missing.set(namespace, [...(missing.get(namespace) ?? []), name]);
      }
    }
  }
  return [...describeMissing(missing), describeRest(count, missing)];
}

/**
 * True when a proxy is among the containers of a pod, native or not.
 *
 * @public
 */
export function hasProxy({ spec }: MeshObject): boolean {
  return [spec?.containers, spec?.initContainers].some(
    list =>
      Array.isArray(list) &&
      list.some(one => (one as JsonObject | null)?.name === PROXY),
  );
}

/** What is done, or going, is in nobody's way. */
function needsProxy({ metadata, spec, status }: MeshObject): boolean {
  const phase = status?.phase;
  return (
    metadata.deletionTimestamp === undefined &&
    phase !== 'Succeeded' &&
    phase !== 'Failed' &&
    spec?.hostNetwork !== true
  );
}

function describeMissing(missing: ReadonlyMap<string, string[]>): Evidence[] {
  return [...missing]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, MOST_ROWS)
    .map(([namespace, names]) =>
      failed({
        what: `Proxies in namespace '${namespace}'`,
        expected: 'every pod has one',
        seen: `${listNames(
          names.sort(),
        )} have none; restart what they belong to`,
      }),
    );
}

function describeRest(
  count: number,
  missing: ReadonlyMap<string, string[]>,
): Evidence {
  const without = [...missing.values()].flat().length;
  const row = {
    what: 'Proxies in all namespaces of the mesh',
    expected: 'every pod has one',
    seen: `${count - without} of ${count} pods have one`,
  };
  return without === 0 ? passed(row) : failed(row);
}
