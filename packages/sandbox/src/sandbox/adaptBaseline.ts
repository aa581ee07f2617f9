import type { SeedObject } from '../kubernetes';

/** What a managed cluster was asked to have. */
export type WantedCluster = {
  /** Empty without a mesh; two while one follows the other. */
  revisions: string[];
  hasInternalGateway: boolean;
  hasExternalGateway: boolean;
};

/** Where the mesh and its gateways live. */
const MESH_NAMESPACES = ['aks-istio-system', 'aks-istio-ingress'];
const REVISION = /asm-\d+-\d+/;
const PINNED = 'service.beta.kubernetes.io/azure-load-balancer-ipv4';

/**
 * What a new cluster has before anybody deploys to it: the baseline of the
 * sandbox's own cluster, with the mesh that was asked for. Gateways are not
 * pinned to an address: that is for who owns the network.
 */
export function adaptBaseline(
  baseline: readonly SeedObject[],
  wanted: WantedCluster,
): SeedObject[] {
  const kept = baseline.filter(object => isWanted(object, wanted));
  const plain = kept.filter(object => !REVISION.test(JSON.stringify(object)));
  const ofMesh = kept.filter(object => !plain.includes(object));
  return [
    ...plain.map(unpin),
    ...wanted.revisions.flatMap(revision =>
      ofMesh.map(object => unpin(toRevision(object, revision))),
    ),
  ];
}

function isWanted(object: SeedObject, wanted: WantedCluster): boolean {
  const { name, namespace } = object.metadata;
  const isMesh =
    MESH_NAMESPACES.includes(namespace ?? '') ||
    MESH_NAMESPACES.includes(name) ||
    REVISION.test(name);
  if (isMesh && wanted.revisions.length === 0) {
    return false;
  }
  if (name.startsWith('aks-istio-ingressgateway-internal')) {
    return wanted.hasInternalGateway;
  }
  return (
    !name.startsWith('aks-istio-ingressgateway-external') ||
    wanted.hasExternalGateway
  );
}

/** Names, labels and images of another revision. */
function toRevision(object: SeedObject, revision: string): SeedObject {
  const text = JSON.stringify(object);
  const [from = revision] = REVISION.exec(text) ?? [];
  const image = (name: string) => `:${name.split('-').slice(1).join('.')}`;
  return JSON.parse(
    text.replaceAll(from, revision).replaceAll(image(from), image(revision)),
  );
}

function unpin(object: SeedObject): SeedObject {
  const { annotations, ...metadata } = object.metadata;
  if (typeof annotations !== 'object' || annotations === null) {
    return object;
  }
  const kept = Object.entries(annotations).filter(([key]) => key !== PINNED);
  return {
    ...object,
    metadata: { ...metadata, annotations: Object.fromEntries(kept) },
  };
}
