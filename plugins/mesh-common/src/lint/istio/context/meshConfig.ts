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

/**
 * A part of the ConfigMap of the control plane; where it has only some with
 * a revision in their names, of the last.
 */
function readPart(
  context: LintContext,
  part: string,
): { object: MeshObject; value: Fields } | undefined {
  const parts = core(context, 'ConfigMap')
    .filter(
      object =>
        /^istio(-|$)/.test(object.metadata.name) &&
        namespaceOf(object) === context.options.rootNamespace,
    )
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .flatMap(object => {
      const value = parseYamlObject(toRecord(fieldsOf(object).data)[part]);
      return value ? [{ object, value }] : [];
    });
  return (
    parts.find(({ object }) => object.metadata.name === 'istio') ?? parts.at(-1)
  );
}
