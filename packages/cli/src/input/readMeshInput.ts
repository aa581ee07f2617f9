import type { MeshInput } from '@meshwright/plugin-mesh-common';
import { isRecord } from '@meshwright/plugin-mesh-common/evaluate';
import { UnreadableError } from '../terminal';
import { readDataFile } from './readDataFile';

const LISTS = [
  'clusters',
  'entities',
  'bindings',
  'approvals',
  'stages',
  'lastGood',
] as const;

/** What `GET /api/mesh/v1/input` exported. Throws when it is something else. */
export async function readMeshInput(
  path: string,
  cwd: string,
): Promise<MeshInput> {
  const value = await readDataFile(path, cwd);
  const problem = describeProblem(value);
  if (problem) {
    throw new UnreadableError(
      `${path}: ${problem}. Export it with GET /api/mesh/v1/input`,
    );
  }
  return value as MeshInput;
}

function describeProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return 'It is no MeshInput';
  if (value.version !== 1) {
    return `It is of version ${String(value.version)}; this reads version 1`;
  }
  for (const key of LISTS) {
    const list = value[key];
    if (!Array.isArray(list) || !list.every(isRecord)) {
      return `'${key}' is no list of objects`;
    }
  }
  for (const key of ['instant', 'instance'] as const) {
    if (typeof value[key] !== 'string') return `'${key}' is no text`;
  }
  return isRecord(value.defaults) ? undefined : "'defaults' is missing";
}
