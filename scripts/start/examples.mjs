// Which entities the examples are, and whether they are in force.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../toolchain.mjs';
import { getJson } from './waitFor.mjs';

/** Which repositories the sandbox's catalog reads. */
function isRegistered(repository) {
  const config = readFileSync(join(root, 'app-config.sandbox.yaml'), 'utf8');
  return config.includes(`}/${repository}/src/branch/main/catalog-info.yaml`);
}

/**
 * Path segments `kind/namespace/name` of every example with `spec.mesh` that
 * the sandbox has.
 */
export function listExamples() {
  const folder = join(root, 'examples');
  const found = [];
  for (const org of readdirSync(folder, { withFileTypes: true })) {
    const repositories = org.isDirectory()
      ? readdirSync(join(folder, org.name))
      : [];
    for (const repository of repositories) {
      const file = join(folder, org.name, repository, 'catalog-info.yaml');
      const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
      const kind = /^kind: (\w+)$/m.exec(text)?.[1];
      const name = /^ {2}name: ([\w-]+)$/m.exec(text)?.[1];
      const isInMesh = kind && name && /^ {2}mesh:$/m.test(text);
      if (isInMesh && isRegistered(`${org.name}/${repository}`)) {
        found.push(`${kind.toLowerCase()}/default/${name}`);
      }
    }
  }
  return found;
}

function isApplied(answer) {
  const workloads = answer?.status?.workloads ?? [];
  return (
    workloads.length > 0 &&
    workloads.every(({ conditions }) =>
      conditions.some(c => c.type === 'Applied' && c.status === 'true'),
    )
  );
}

/**
 * The examples whose objects were not yet applied and read back, as far as
 * that was asked: one that waits speaks for all, because asking is work that
 * keeps them waiting.
 */
export async function listWaiting(backend, token, examples) {
  const headers = { authorization: `Bearer ${token}` };
  for (const [index, path] of examples.entries()) {
    const url = `${backend}/api/mesh/v1/status/${path}`;
    if (!isApplied(await getJson(url, headers))) {
      return examples.slice(index);
    }
  }
  return [];
}
