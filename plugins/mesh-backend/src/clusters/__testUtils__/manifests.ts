import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MeshObject } from '@meshwright/plugin-mesh-common';
import yaml from 'yaml';

/** One rule of a Role or ClusterRole. */
export type Rule = {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
};

export type Manifest =
  | 'meshwright.yaml'
  | 'read-only.yaml'
  | 'root-namespace.yaml'
  | 'verify.yaml';

/** The objects of a file that people apply. */
export function readManifest(name: Manifest): MeshObject[] {
  const path = join(__dirname, '../../../../../deploy', name);
  return yaml
    .parseAllDocuments(readFileSync(path, 'utf8'))
    .map(document => document.toJS() as MeshObject);
}

/** The rules of its one Role or ClusterRole. */
export function readRules(name: Manifest): Rule[] {
  const roles = readManifest(name).filter(({ kind }) =>
    ['ClusterRole', 'Role'].includes(kind),
  ) as unknown as Array<{ rules: Rule[] }>;
  return roles.flatMap(({ rules }) => rules);
}
