import type { MeshObject } from '../../../objects';
import { toLabels, toRecord } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';

/** API groups of the objects that the rules read. */
export const groups = {
  admission: 'admissionregistration.k8s.io',
  apps: 'apps',
  crds: 'apiextensions.k8s.io',
  extensions: 'extensions.istio.io',
  gateway: 'gateway.networking.k8s.io',
  networking: 'networking.istio.io',
  security: 'security.istio.io',
  telemetry: 'telemetry.istio.io',
} as const;

export type Fields = Record<string, unknown>;
export type Labels = Record<string, string>;

/** Objects of the core group: their API version names no group. */
export function core(context: LintContext, kind: string): MeshObject[] {
  return context.ofKind(kind).filter(({ apiVersion }) => apiVersion === 'v1');
}

export function specOf({ spec }: MeshObject): Fields {
  return toRecord(spec);
}

/** Fields beside the spec, as webhook configurations and ConfigMaps have. */
export function fieldsOf(object: MeshObject): Fields {
  return object;
}

export function labelsOf({ metadata }: MeshObject): Labels {
  return toLabels(metadata.labels);
}

export function annotationsOf({ metadata }: MeshObject): Labels {
  return toLabels(metadata.annotations);
}

export function namespaceOf({ metadata }: MeshObject): string {
  return metadata.namespace ?? '';
}

/** `namespace/name`, or the name alone where there is no namespace. */
export function fullName({ metadata }: MeshObject): string {
  return joinName(metadata.namespace ?? '', metadata.name);
}

export function joinName(namespace: string, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

/** A reference that may name its namespace: `gateway`, `other/gateway`. */
export function resolveName(namespace: string, reference: string): string {
  return reference.includes('/') ? reference : joinName(namespace, reference);
}

export function byFullName(
  objects: readonly MeshObject[],
): ReadonlyMap<string, MeshObject> {
  return new Map(objects.map(object => [fullName(object), object]));
}
