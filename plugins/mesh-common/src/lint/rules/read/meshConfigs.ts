import { parse } from 'yaml';
import { toRecord } from '../../../evaluate/readJson';
import type { MeshObject } from '../../../objects';
import type { LintContext } from '../../types';
import type { Json } from './policies';

/** The configuration of the mesh, where an object holds it. */
export type MeshConfig = { object: MeshObject; path: string; config: Json };

/** Names of ConfigMaps that control planes read their configuration from. */
export const meshConfigName =
  /^istio(-asm-[0-9-]+)?$|^istio-shared-configmap-|^istio-[a-z0-9-]*[0-9]$/;

/** More than any configuration has, and little to parse. */
const LONGEST = 200_000;

/** Every configuration of a mesh among the objects. */
export function listMeshConfigs(context: LintContext): readonly MeshConfig[] {
  return context.derive(readConfigs);
}

function readConfigs(context: LintContext): readonly MeshConfig[] {
  return [
    ...context
      .ofKind('ConfigMap')
      .filter(({ metadata }) => meshConfigName.test(`${metadata.name}`))
      .flatMap(object => {
        const text: unknown = toRecord(object.data).mesh;
        const config = typeof text === 'string' ? parseConfig(text) : undefined;
        return config ? [{ object, path: 'data/mesh', config }] : [];
      }),
    ...context.ofKind('IstioOperator').map(object => ({
      object,
      path: 'spec/meshConfig',
      config: toRecord(toRecord(object.spec).meshConfig),
    })),
  ];
}

function parseConfig(text: string): Json | undefined {
  if (text.length > LONGEST) return undefined;
  try {
    return toRecord(parse(text, { maxAliasCount: 10, logLevel: 'silent' }));
  } catch {
    return undefined;
  }
}
