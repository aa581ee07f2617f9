import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type {
  CompiledCluster,
  CompiledObject,
} from '@meshwright/plugin-mesh-common';
import { stringify } from 'yaml';
import { toJson } from '../output/json';
import { formatObject } from './formatObjects';

type Output = { path: string; text: string };

/** What became of a folder. */
export type Written = {
  count: number;
  /** Files of the same clusters that are not of this output, below the folder. */
  stale: string[];
};

/** Writes `CLUSTER/NAMESPACE/kind-name.yaml` and leaves all else alone. */
export async function writeFolder(
  folder: string,
  options: {
    compiled: readonly CompiledCluster[];
    format: 'yaml' | 'json';
    cwd: string;
  },
): Promise<Written> {
  const { compiled, format, cwd } = options;
  const files = compiled.flatMap(each => listFiles(each, format));
  for (const { path, text } of files) {
    const target = resolve(cwd, folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  return {
    count: files.length,
    stale: await listStale(resolve(cwd, folder), { compiled, files }),
  };
}

/** Somebody who applies the folder would apply them too. */
async function listStale(
  folder: string,
  made: { compiled: readonly CompiledCluster[]; files: readonly Output[] },
): Promise<string[]> {
  const written = new Set(made.files.map(({ path }) => path));
  const stale: string[] = [];
  for (const { cluster } of made.compiled) {
    const below = safe(cluster);
    const entries = await readdir(join(folder, below), {
      recursive: true,
      withFileTypes: true,
    }).catch(() => []);
    for (const entry of entries) {
      const path = relative(folder, join(entry.parentPath, entry.name));
      if (entry.isFile() && !written.has(path)) stale.push(path);
    }
  }
  return stale.sort();
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
