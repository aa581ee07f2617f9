import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { InputError } from '@backstage/errors';
import type { Cluster } from '@kubernetes/client-node';
import { z } from 'zod';

const TIMEOUT_MS = 60_000;
const LARGEST_OUTPUT = 1024 * 1024;
const VERSIONS = [
  'client.authentication.k8s.io/v1',
  'client.authentication.k8s.io/v1beta1',
] as const;

const execSchema = z.object({
  apiVersion: z.enum(VERSIONS),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  provideClusterInfo: z.boolean().nullish(),
  interactiveMode: z.string().nullish(),
  installHint: z.string().nullish(),
});
type Exec = z.infer<typeof execSchema>;

const answerSchema = z.object({
  apiVersion: z.enum(VERSIONS),
  kind: z.literal('ExecCredential'),
  status: z
    .object({
      token: z.string().min(1).optional(),
      clientCertificateData: z.string().min(1).optional(),
      clientKeyData: z.string().min(1).optional(),
      expirationTimestamp: z.iso.datetime({ offset: true }).optional(),
    })
    .refine(
      ({ token, clientCertificateData: cert, clientKeyData: key }) =>
        Boolean(cert) === Boolean(key) && Boolean(token || cert),
    ),
});

/** What a program printed; secret but for its end. */
export type ExecCredential = {
  token?: string;
  /** PEM. */
  certificate?: string;
  /** PEM. */
  key?: string;
  expiresAt?: Date;
};

/**
 * Runs the program that a kubeconfig names to sign in: the contract of
 * `client.authentication.k8s.io`.
 *
 * Neither its arguments nor what it prints get into an error: there are
 * secrets in them.
 */
export async function runExecPlugin(options: {
  /** Name of the cluster, for messages. */
  cluster: string;
  exec: unknown;
  target: Cluster;
}): Promise<ExecCredential> {
  const { cluster, target } = options;
  const exec = parseExec(cluster, options.exec);
  const stdout = await run(cluster, exec, target);
  const answer = answerSchema.safeParse(parseJson(stdout));
  if (!answer.success || answer.data.apiVersion !== exec.apiVersion) {
    throw new InputError(
      `${describe(cluster, exec)} printed no ExecCredential of '${
        exec.apiVersion
      }' with a token, or with a certificate and its key`,
    );
  }
  const { status } = answer.data;
  const { expirationTimestamp: end } = status;
  return {
    token: status.token,
    certificate: status.clientCertificateData,
    key: status.clientKeyData,
    ...(end && { expiresAt: new Date(end) }),
  };
}

function parseExec(cluster: string, value: unknown): Exec {
  const { data: exec } = execSchema.safeParse(value);
  if (!exec) {
    throw new InputError(
      `The kubeconfig of cluster '${cluster}' has an 'exec' without a command, or of another 'apiVersion' than '${VERSIONS.join(
        "' or '",
      )}'`,
    );
  }
  if (exec.interactiveMode === 'Always') {
    throw new InputError(
      `${describe(
        cluster,
        exec,
      )} wants to ask a person ('interactiveMode: Always'); there is none here: use one that signs in by itself`,
    );
  }
  return exec;
}

async function run(cluster: string, exec: Exec, target: Cluster) {
  const { command, args, env, installHint } = exec;
  try {
    const running = promisify(execFile)(command, args ?? [], {
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
      maxBuffer: LARGEST_OUTPUT,
      windowsHide: true,
      env: {
        ...process.env,
        ...Object.fromEntries((env ?? []).map(item => [item.name, item.value])),
        KUBERNETES_EXEC_INFO: JSON.stringify(describeRequest(exec, target)),
      },
    });
    // Whoever asks there nevertheless gets no answer, and does not wait.
    running.child.stdin?.on('error', () => undefined).end();
    return (await running).stdout;
  } catch (error) {
    const hint = installHint ? `; ${installHint.slice(0, 500).trim()}` : '';
    throw new InputError(
      `${describe(cluster, exec)} ${describeFailure(error)}${hint}`,
    );
  }
}

function describeRequest(exec: Exec, target: Cluster) {
  return {
    apiVersion: exec.apiVersion,
    kind: 'ExecCredential',
    spec: {
      interactive: false,
      ...(exec.provideClusterInfo && {
        cluster: {
          server: target.server,
          'tls-server-name': target.tlsServerName,
          'certificate-authority-data': target.caData,
          'proxy-url': target.proxyUrl,
        },
      }),
    },
  };
}

function describe(cluster: string, { command }: Exec): string {
  return `The program '${command}', which signs in to cluster '${cluster}',`;
}

function describeFailure(error: unknown): string {
  const { code, killed } = error as { code?: unknown; killed?: boolean };
  switch (true) {
    case code === 'ENOENT':
      return 'is not there';
    case code === 'EACCES':
      return 'must not be run by this user';
    case code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER':
      return 'printed too much';
    case killed:
      return `did not end within ${TIMEOUT_MS / 1000} seconds`;
    default:
      return `failed${
        typeof code === 'number' ? ` with exit code ${code}` : ''
      }; run it by hand to see why`;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
