import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type {
  CompiledCluster,
  CompiledObject,
} from '@meshwright/plugin-mesh-common';
import { stringify } from 'yaml';
import { toJson } from '../output/json';
import { formatObject } from './formatObjects';

type Output = { path: string; text: string };

/** Writes `CLUSTER/NAMESPACE/kind-name.yaml`; returns how many files. */
export async function writeFolder(
  folder: string,
  options: {
    compiled: readonly CompiledCluster[];
    format: 'yaml' | 'json';
    cwd: string;
  },
): Promise<number> {
  const { compiled, format, cwd } = options;
  const files = compiled.flatMap(each => listFiles(each, format));
  for (const { path, text } of files) {
    const target = resolve(cwd, folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  return files.length;
}

function listFiles(
  { cluster, objects, records }: CompiledCluster,
  format: 'yaml' | 'json',
): Output[] {
  const folder = safe(cluster);
  const dns = records.map(({ record }) => record);
  return [
    ...objects.map(({ object }) => ({
      path: join(folder, pathOf(object, format)),
      text: format === 'json' ? toJson(object) : formatObject(object),
    })),
    // No extension that tools for clusters would apply.
    ...(dns.length > 0
      ? [
          {
            path: join(folder, 'dns-records.txt'),
            text: stringify(dns, { lineWidth: 0 }),
          },
        ]
      : []),
  ];
}

function pathOf(object: CompiledObject['object'], format: string): string {
  const { kind, metadata } = object;
  const { namespace = '_cluster', name } = metadata;
  const file = `${kind.toLowerCase()}-${name}.${format}`;
  return join(safe(namespace), safe(file));
}

/** A name cannot lead out of the folder. */
function safe(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_');
}
