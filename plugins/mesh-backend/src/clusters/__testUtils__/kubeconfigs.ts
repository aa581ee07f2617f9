import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Fields = Record<string, unknown>;

/** A kubeconfig (JSON, which is YAML too) of one cluster and one user. */
export function toKubeconfig(cluster: Fields, user: Fields): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'dev',
    clusters: [{ name: 'dev', cluster }],
    users: [{ name: 'dev', user }],
    contexts: [{ name: 'dev', context: { cluster: 'dev', user: 'dev' } }],
  });
}

/** What a kubeconfig says of its one cluster and its one user. */
export function fromKubeconfig(text: string): {
  cluster: Fields;
  user: Record<string, string>;
} {
  const { clusters, users } = JSON.parse(text);
  return { cluster: clusters[0].cluster, user: users[0].user };
}

/** A folder with a program in it that signs in, as `exec` names it. */
export function createPlugin() {
  const folder = mkdtempSync(join(tmpdir(), 'exec-plugin-'));
  const file = (name: string) => join(folder, name);
  const write = (name: string, text: string) =>
    writeFileSync(file(name), text, { mode: 0o600 });
  const program = file('sign-in');
  writeFileSync(
    program,
    `#!/bin/sh
cd "$(dirname "$0")"
echo "$KUBERNETES_EXEC_INFO" >> calls
if [ -f noise ]; then cat noise >&2; fi
cat answer
exit "$(cat code)"
`,
  );
  chmodSync(program, 0o700);
  write('code', '0');
  return {
    folder,
    file,
    write,
    program,
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: program,
      interactiveMode: 'Never',
    },
    /** What it prints from now on. */
    print(status: Fields, rest: Fields = {}) {
      const answer = {
        apiVersion: 'client.authentication.k8s.io/v1',
        kind: 'ExecCredential',
        status,
        ...rest,
      };
      write('answer', JSON.stringify(answer));
    },
    /** What it was told each time. */
    calls(): Array<{ kind: string; spec: Fields }> {
      return existsSync(file('calls'))
        ? readFileSync(file('calls'), 'utf8')
            .trim()
            .split('\n')
            .map(line => JSON.parse(line))
        : [];
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
