import { parseAllDocuments } from 'yaml';
import type { GitFile } from '../git';
import { isJson } from '../kubernetes/types';
import type { KubeObject } from '../kubernetes/types';
import { isSubdomain } from '../kubernetes/validation/names';
import type { Kind } from '../client';

/** What teams may deploy: workloads, never policies or namespaces. */
const allowed: Record<string, Kind> = {
  'v1/ServiceAccount': { base: '/api/v1', plural: 'serviceaccounts' },
  'v1/Service': { base: '/api/v1', plural: 'services' },
  'v1/ConfigMap': { base: '/api/v1', plural: 'configmaps' },
  'apps/v1/Deployment': { base: '/apis/apps/v1', plural: 'deployments' },
  'apps/v1/StatefulSet': { base: '/apis/apps/v1', plural: 'statefulsets' },
  'batch/v1/Job': { base: '/apis/batch/v1', plural: 'jobs' },
};

/** Kinds that the agent applies, in the order in which it does so. */
export const MANIFEST_KINDS: readonly Kind[] = Object.values(allowed);

export type Manifest = { kind: Kind; object: KubeObject; path: string };

export type Manifests = { manifests: Manifest[]; problems: string[] };

function readObject(value: unknown, path: string): Manifest | string {
  if (!isJson(value) || !isJson(value.metadata)) {
    return `'${path}' holds something that is no Kubernetes object; write apiVersion, kind and metadata`;
  }
  const { apiVersion, kind } = value;
  const served = allowed[`${apiVersion}/${kind}`];
  if (!served) {
    return `'${path}' holds a '${kind}' of '${apiVersion}'; only ${Object.keys(
      allowed,
    ).join(', ')} are deployed`;
  }
  for (const field of ['name', 'namespace']) {
    const text = value.metadata[field];
    if (typeof text !== 'string' || !isSubdomain(text)) {
      return `'${path}' holds a '${kind}' without a valid metadata.${field}`;
    }
  }
  return { kind: served, object: value as KubeObject, path };
}

function readFile({ path, content }: GitFile): Manifests {
  const documents = parseAllDocuments(content);
  const manifests: Manifest[] = [];
  const problems: string[] = [];
  for (const document of [...documents]) {
    if (document.errors.length > 0) {
      const [why] = document.errors[0].message.split('\n');
      problems.push(`'${path}' is no YAML: ${why}`);
      continue;
    }
    const value = toValue(document, path);
    if (value.problem) {
      problems.push(value.problem);
    } else if (value.json !== null && value.json !== undefined) {
      const read = readObject(value.json, path);
      if (typeof read === 'string') {
        problems.push(read);
      } else {
        manifests.push(read);
      }
    }
  }
  return { manifests, problems };
}

/** Aliases are expanded here, and refused when there are too many. */
function toValue(
  document: { toJS(options: { maxAliasCount: number }): unknown },
  path: string,
): { json?: unknown; problem?: string } {
  try {
    return { json: document.toJS({ maxAliasCount: 50 }) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `'${path}' cannot be read: ${why}` };
  }
}

/** The objects under `manifests/`, and a sentence for each that is not one. */
export function readManifests(files: readonly GitFile[]): Manifests {
  const read = files
    .filter(({ path }) => /^manifests\/.+\.ya?ml$/.test(path))
    .map(readFile);
  const order = (one: Manifest) => MANIFEST_KINDS.indexOf(one.kind);
  return {
    manifests: read
      .flatMap(one => one.manifests)
      .sort((a, b) => order(a) - order(b)),
    problems: read.flatMap(one => one.problems),
  };
}
