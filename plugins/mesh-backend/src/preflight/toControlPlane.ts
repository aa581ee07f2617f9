import type { MeshObject } from '@meshwright/plugin-mesh-common';

/** An istiod. */
export type ControlPlane = {
  namespace: string;
  /** Its label `istio.io/rev`. */
  revision: string;
  /** Major and minor; undefined when nothing tells. */
  version?: string;
  isReady: boolean;
};

/** Tag of an image, whatever comes before it; `1.29.6-distroless`. */
const TAG = /:v?(1\.\d{1,3})(?:\.\d+)?(?:-[\w.-]+)?(?:@.*)?$/;
/** Revisions of the AKS add-on have the version in their name. */
const ADD_ON = /^asm-(1)-(\d{1,3})$/;

/** What a Deployment of istiod tells. */
export function toControlPlane({
  metadata,
  spec,
  status,
}: MeshObject): ControlPlane {
  const revision = metadata.labels?.['istio.io/rev'] ?? 'default';
  const version = readVersion(spec, revision);
  return {
    namespace: metadata.namespace ?? '',
    revision,
    ...(version && { version }),
    isReady: Number(status?.readyReplicas ?? 0) > 0,
  };
}

type Container = { name?: string; image?: string };
type PodTemplate = { template?: { spec?: { containers?: Container[] } } };

function readVersion(spec: MeshObject['spec'], revision: string) {
  const { template } = (spec ?? {}) as PodTemplate;
  const containers = template?.spec?.containers ?? [];
  const { image = '' } =
    containers.find(({ name }) => name === 'discovery') ?? containers[0] ?? {};
  const [, fromImage] = TAG.exec(image) ?? [];
  const [, major, minor] = ADD_ON.exec(revision) ?? [];
  return fromImage ?? (major && `${major}.${minor}`);
}
