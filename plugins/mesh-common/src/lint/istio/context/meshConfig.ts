import { parse } from 'yaml';
import type { MeshObject } from '../../../objects';
import { isRecord, toRecord } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { core, fieldsOf, namespaceOf, type Fields } from './objects';

/** The mesh's configuration; undefined when it is not known. */
export function readMeshConfig(context: LintContext): Fields | undefined {
  return context.options.meshConfig ?? readPart(context, 'mesh')?.value;
}

/** The networks of the mesh, and the object that tells them. */
export function readMeshNetworks(
  context: LintContext,
): { object: MeshObject; value: Fields } | undefined {
  const { meshNetworks, rootNamespace } = context.options;
  if (!meshNetworks) return readPart(context, 'meshNetworks');
  const metadata = { name: 'meshnetworks', namespace: rootNamespace };
  const object = {
    apiVersion: 'mesh.istio.io/v1alpha1',
    kind: 'MeshNetworks',
    metadata,
  };
  return { object, value: meshNetworks };
}

/** `defaultConfig` of the mesh; empty when it is not known. */
export function readProxyDefaults(context: LintContext): Fields {
  return toRecord(toRecord(context.derive(readMeshConfig)).defaultConfig);
}

/** YAML as an object; undefined when it is neither. */
export function parseYamlObject(text: unknown): Fields | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = parse(text, { logLevel: 'error' });
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readPart(
  context: LintContext,
  part: string,
): { object: MeshObject; value: Fields } | undefined {
  const object = core(context, 'ConfigMap').find(
    other =>
      other.metadata.name === 'istio' &&
      namespaceOf(other) === context.options.rootNamespace,
  );
  if (!object) return undefined;
  const value = parseYamlObject(toRecord(fieldsOf(object).data)[part]);
  return value ? { object, value } : undefined;
}
