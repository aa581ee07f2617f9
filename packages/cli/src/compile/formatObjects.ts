import type {
  CompiledCluster,
  DnsRecordSet,
  MeshObject,
} from '@meshwright/plugin-mesh-common';
import { Document, stringify } from 'yaml';
import { toJson } from '../output/json';

/**
 * One document per object, and one comment per record set, which is no
 * object of a cluster: the output can be handed to kubectl as it is.
 */
export function* formatYaml(
  clusters: readonly CompiledCluster[],
): Generator<string> {
  let separator = '';
  for (const { cluster, objects, records } of clusters) {
    for (const { object } of objects) {
      yield `${separator}${formatObject(object)}`;
      separator = '---\n';
    }
    if (records.length > 0) {
      yield `${separator}${describeRecords(cluster, records)}`;
      separator = '---\n';
    }
  }
}

export function formatObject(object: MeshObject): string {
  return stringify(object, { lineWidth: 0, aliasDuplicateObjects: false });
}

function describeRecords(
  cluster: string,
  records: CompiledCluster['records'],
): string {
  const document = new Document(
    records.map(({ record }) => record),
    { aliasDuplicateObjects: false },
  );
  const lines = document.toString({ lineWidth: 0 }).trimEnd().split('\n');
  return [
    `# DNS records of cluster ${cluster}, which are no objects of it:`,
    ...lines.map(line => `# ${line}`),
    '',
  ].join('\n');
}

/** Objects and records by cluster. */
export function formatJson(clusters: readonly CompiledCluster[]): string {
  return toJson({
    clusters: clusters.map(({ cluster, objects, records }) => ({
      cluster,
      objects: objects.map(({ object }) => object),
      records: records.map(({ record }): DnsRecordSet => record),
    })),
  });
}
