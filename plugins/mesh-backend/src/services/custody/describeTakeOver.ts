import {
  ANNOTATION_EDGES,
  type CompiledCluster,
  describeDifference,
  type DnsRecordSet,
  type MeshObject,
  type NamespaceStage,
  objectKey,
  type TakeOverPreview,
} from '@meshwright/plugin-mesh-common';
import { count, splitFormer } from '../../reconcile';
import { groupByNamespace } from './groupByNamespace';

const NAMED_EDGES = 100;

/** What taking a cluster over would do, for a person. Pure. */
export function describeTakeOver(options: {
  claim: Pick<TakeOverPreview, 'cluster' | 'instance' | 'from' | 'since'>;
  readAt: string;
  objects: readonly MeshObject[];
  /** What is declared here, at the stages that were found there. */
  compiled: CompiledCluster;
  stages: ReadonlyArray<Pick<NamespaceStage, 'namespace' | 'stage' | 'step'>>;
  /** Of the other installation. */
  records: readonly DnsRecordSet[];
}): TakeOverPreview {
  const { claim, objects, compiled, readAt, stages, records } = options;
  const wanted = new Map(
    compiled.objects.map(({ object }) => [objectKey(object), object]),
  );
  const { taken, left } = splitFormer({
    ...{ objects, former: [claim.from] },
    wanted: new Set(wanted.keys()),
  });
  const changed = taken.filter(object => {
    const desired = wanted.get(objectKey(object));
    return desired !== undefined && doesDiffer(desired, object);
  });
  const ending = listEndingEdges(taken, wanted);
  return {
    ...claim,
    readAt,
    taken: groupByNamespace(taken),
    changed: groupByNamespace(changed),
    leftovers: groupByNamespace(left),
    stages: [...stages],
    endingEdges: ending.map(describeEdge).slice(0, NAMED_EDGES),
    records: records.map(({ name, zone }) => `${name}.${zone}`).sort(),
    consequences: [
      `'${claim.from}' only observes '${claim.cluster}' from its next pass on, and '${claim.instance}' manages it.`,
      `What is declared here as well becomes ours as it is (${count(
        taken.length,
        'object',
      )}); what of it differs is then changed to what is declared here, in safe steps (${count(
        changed.length,
        'object',
      )}).`,
      ...(ending.length > 0
        ? [
            `What is granted there and not here ends (${count(
              ending.length,
              'call',
            )}): have it declared and approved here first, if it is to stay.`,
          ]
        : []),
      ...(left.length > 0
        ? [
            `What nobody declares here stays in force as it is (${count(
              left.length,
              'object',
            )}), and is listed with the cluster until somebody says that it may go.`,
          ]
        : []),
    ],
  };
}

/** Whose it is and what we remember of it differ anyway. */
function doesDiffer(desired: MeshObject, live: MeshObject): boolean {
  return describeDifference(desired, live).some(
    path =>
      !/^metadata\.(labels|annotations)\[(meshwright\.io\/|app\.kubernetes\.io\/managed-by)/.test(
        path,
      ),
  );
}

/** Edges that objects implement now, and no object would any more. */
function listEndingEdges(
  taken: readonly MeshObject[],
  wanted: ReadonlyMap<string, MeshObject>,
): string[] {
  const kept = new Set([...wanted.values()].flatMap(edgesOf));
  return [
    ...new Set(taken.flatMap(edgesOf).filter(edge => !kept.has(edge))),
  ].sort();
}

function edgesOf({ metadata }: MeshObject): string[] {
  return (metadata.annotations?.[ANNOTATION_EDGES] ?? '')
    .split('\n')
    .filter(edge => edge !== '');
}

/** `consumer → provider`, of a key of an edge. */
function describeEdge(key: string): string {
  const [calls] = key.split('#');
  const [consumer, provider] = calls
    .split('>')
    .map(workload => workload.split('@')[0]);
  return `${consumer} → ${provider}`;
}
