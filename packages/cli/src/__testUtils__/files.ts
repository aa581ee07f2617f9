import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of its own for a test, with files by their paths. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'meshwright-cli-'));

  static with(files: Record<string, string | Uint8Array>): Folder {
    const folder = new Folder();
    for (const [path, content] of Object.entries(files)) {
      folder.write(path, content);
    }
    return folder;
  }

  write(path: string, content: string | Uint8Array): void {
    const file = join(this.path, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A component in YAML; lines of `mesh` come below `spec.mesh`. */
export function componentYaml(
  name: string,
  { owner = 'shop', dependsOn = [] as string[], mesh = [] as string[] } = {},
): string {
  return [
    'apiVersion: backstage.io/v1alpha1',
    'kind: Component',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    '  type: service',
    '  lifecycle: production',
    `  owner: group:default/${owner}`,
    ...(dependsOn.length > 0
      ? ['  dependsOn:', ...dependsOn.map(ref => `    - ${ref}`)]
      : []),
    '  mesh:',
    '    cluster: shop-weu',
    `    namespace: ${name}`,
    '    ports:',
    '      - { name: http, port: 80, targetPort: 8080, protocol: http }',
    ...mesh.map(line => `    ${line}`),
    '',
  ].join('\n');
}

/** A policy that lets everyone in. */
export const OPEN_POLICY = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: open
  namespace: orders
spec:
  selector:
    matchLabels: { app: orders }
  rules:
    - {}
`;
