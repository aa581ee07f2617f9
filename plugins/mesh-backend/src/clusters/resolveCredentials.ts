import { readFile } from 'node:fs/promises';
import { InputError } from '@backstage/errors';
import type { Cluster, KubeConfig, User } from '@kubernetes/client-node';
import { isPlainObject } from 'lodash';
import { parse } from 'yaml';
import { renewalOf } from './renewalOf';
import { type ExecCredential, runExecPlugin } from './runExecPlugin';

/** Files may change at any time: they are read again after this. */
const FILE_MS = 60_000;

/** What is sent to a server and how it is checked, with nothing left to read. */
export type ResolvedCredentials = {
  target: Cluster;
  user: User;
  /** When it has to be resolved again; milliseconds since 1970. */
  renewAt: number;
  /** For the next time; kept as long as the server takes it. */
  printed?: PrintedCredential;
};

/** What a program printed, and for which settings. */
export type PrintedCredential = {
  key: string;
  credential: ExecCredential;
  renewAt: number;
};

/**
 * Reads the files and runs the program that a kubeconfig names.
 *
 * @param options - `printed` is used again while it is good.
 */
export async function resolveCredentials(options: {
  cluster: string;
  text: string;
  kubeconfig: KubeConfig;
  printed?: PrintedCredential;
  now: number;
}): Promise<ResolvedCredentials> {
  const { cluster, kubeconfig, now } = options;
  const found = kubeconfig.getCurrentCluster();
  if (!found) {
    throw new InputError(`The kubeconfig of cluster '${cluster}' names none`);
  }
  const user = kubeconfig.getCurrentUser() ?? { name: 'nobody' };
  refuseProviders(cluster, user);
  const read = (path: string, what: string) => readPart(cluster, path, what);
  const target: Cluster = {
    ...found,
    caFile: undefined,
    caData: found.caFile
      ? encode(await read(found.caFile, 'certificate authority'))
      : found.caData,
  };
  const tokenFile = findTokenFile(options.text, user.name);
  const printed = user.exec
    ? await print({ ...options, target, exec: user.exec })
    : undefined;
  const files = [found.caFile, user.certFile, user.keyFile, tokenFile];
  return {
    target,
    user: await readUser(user, {
      cluster,
      tokenFile,
      printed: printed?.credential,
      read,
    }),
    renewAt: Math.min(
      printed?.renewAt ?? Infinity,
      files.some(Boolean) ? now + FILE_MS : Infinity,
    ),
    printed,
  };
}

type Read = (path: string, what: string) => Promise<string>;

/** A user with everything in it that files and programs hold. */
async function readUser(
  user: User,
  options: {
    cluster: string;
    tokenFile?: string;
    printed?: ExecCredential;
    read: Read;
  },
): Promise<User> {
  const { cluster, tokenFile, printed = {}, read } = options;
  const { name, username, password, impersonateUser } = user;
  const { certificate, key } = printed;
  const token = tokenFile
    ? await read(tokenFile, 'token')
    : user.token ?? printed.token;
  return {
    ...{ name, username, password, impersonateUser },
    token: checkToken(cluster, token),
    certData: user.certFile
      ? encode(await read(user.certFile, 'client certificate'))
      : user.certData ?? (certificate && encode(certificate)),
    keyData: user.keyFile
      ? encode(await read(user.keyFile, 'client key'))
      : user.keyData ?? (key && encode(key)),
  };
}

/** Kubernetes has taken these out; what they did, programs do now. */
function refuseProviders(cluster: string, user: User) {
  if (user.authProvider) {
    throw new InputError(
      `The kubeconfig of cluster '${cluster}' signs in with an 'auth-provider', which is not supported; use 'exec' with a program that signs in`,
    );
  }
}

async function print(options: {
  cluster: string;
  target: Cluster;
  exec: unknown;
  printed?: PrintedCredential;
  now: number;
}): Promise<PrintedCredential> {
  const { printed, now, target, exec } = options;
  const key = JSON.stringify([exec, target]);
  if (printed?.key === key && now < printed.renewAt) {
    return printed;
  }
  const credential = await runExecPlugin(options);
  const { expiresAt } = credential;
  const renewAt = expiresAt ? renewalOf(expiresAt, now) : Infinity;
  return { key, credential, renewAt };
}

async function readPart(cluster: string, path: string, what: string) {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new InputError(
      `The file '${path}' with the ${what} of cluster '${cluster}' cannot be read (${code})`,
    );
  }
}

/** The client library does not know `tokenFile`. */
function findTokenFile(text: string, name: string): string | undefined {
  const document: unknown = parse(text);
  const users = isObject(document) ? document.users : undefined;
  const found = (Array.isArray(users) ? users : [])
    .filter(isObject)
    .find(entry => entry.name === name)?.user;
  const path = isObject(found) ? found.tokenFile : undefined;
  return typeof path === 'string' && path !== '' ? path : undefined;
}

/** What is no header would be quoted in the error of whoever sends it. */
function checkToken(
  cluster: string,
  token: string | undefined,
): string | undefined {
  const trimmed = token?.trim();
  if (trimmed !== undefined && !/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new InputError(
      `The token of cluster '${cluster}' is empty, or has characters that no token has`,
    );
  }
  return trimmed;
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return isPlainObject(value);
}
