import {
  isDryRun,
  listHeld,
  type MeshObject,
  type NamespaceStage,
} from '@meshwright/plugin-mesh-common';

type Level = Pick<NamespaceStage, 'stage' | 'step'>;

const LEVELS: readonly Level[] = [
  { stage: 'observe', step: 'authorization' },
  { stage: 'shadow', step: 'authorization' },
  { stage: 'enforce', step: 'authorization' },
  { stage: 'enforce', step: 'mtls' },
  { stage: 'enforce', step: 'network' },
];

/**
 * How far the rollout of each namespace is, told from the objects that an
 * installation has there. Sorted by namespace.
 */
export function inferStages(
  objects: readonly MeshObject[],
  instance: string,
): Array<Level & { namespace: string }> {
  const levels = new Map<string, number>();
  for (const object of listHeld(objects, instance)) {
    const { name, namespace = object.kind === 'Namespace' ? name : undefined } =
      object.metadata;
    if (namespace !== undefined) {
      const known = levels.get(namespace) ?? 0;
      levels.set(namespace, Math.max(known, levelOf(object)));
    }
  }
  return [...levels]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([namespace, level]) => ({ namespace, ...LEVELS[level] }));
}

function levelOf(object: MeshObject): number {
  switch (object.kind) {
    case 'NetworkPolicy':
      return 4;
    case 'PeerAuthentication':
      return isStrictEverywhere(object) ? 3 : 0;
    case 'AuthorizationPolicy':
      return isDryRun(object) ? 1 : 2;
    default:
      return 0;
  }
}

function isStrictEverywhere({ spec }: MeshObject): boolean {
  const { selector, mtls } = (spec ?? {}) as {
    selector?: unknown;
    mtls?: { mode?: string };
  };
  return selector === undefined && mtls?.mode === 'STRICT';
}
