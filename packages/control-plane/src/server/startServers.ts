import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assets } from '../assets/types';
import {
  createClientCertificate,
  createServerCertificate,
  createTokenKey,
} from './certificates';
import type { KeyedCertificate } from './certificates';
import { freePorts } from './freePorts';
import type { Guardian } from './Guardian';
import { Program } from './Program';
import {
  apiServerArguments,
  auditPolicy,
  etcdArguments,
} from './programArguments';
import { startProxy } from './startProxy';

export const administrators = ['system:masters'];

/** Where one control plane lives. */
export type Place = {
  folder: string;
  guardian: Guardian;
  assets: Assets;
  ca: KeyedCertificate;
  /** What was started, the first first. */
  programs: Program[];
};

/** Ends everything, clients before servers. */
export async function endAll({ programs, guardian }: Place): Promise<void> {
  for (const program of [...programs].reverse()) {
    await program.stop();
  }
  await guardian.finish();
}

export async function writeFiles(
  { folder, ca }: Place,
  { auditReads = true }: { auditReads?: boolean } = {},
): Promise<void> {
  const server = await createServerCertificate(ca);
  const tokens = createTokenKey();
  const files = {
    'ca.crt': ca.cert,
    'server.crt': server.cert,
    'server.key': server.key,
    'tokens.pub': tokens.publicKey,
    'tokens.key': tokens.privateKey,
    'audit.yaml': auditPolicy({ reads: auditReads }),
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
  }
}

/** Runs a program in the folder of its control plane. */
export function run(
  { folder, guardian, programs }: Place,
  program: { name: string; path: string; args: string[] },
): Program {
  const started = new Program({ ...program, folder, guardian });
  programs.push(started);
  return started;
}

export async function isFine(url: string): Promise<boolean> {
  return (await fetch(url)).ok;
}

export async function startServers(place: Place) {
  const { folder, assets, ca } = place;
  const [etcdPort, peers, api] = await freePorts(3);
  const ports = { etcd: etcdPort, peers, api };
  const etcdUrl = `http://127.0.0.1:${etcdPort}`;
  const etcd = run(place, {
    name: 'etcd',
    path: assets.etcd,
    args: etcdArguments(folder, ports),
  });
  await etcd.until(() => isFine(`${etcdUrl}/health`), 30);
  const serviceAccounts = assets.controllerManager !== undefined;
  const args = apiServerArguments(folder, ports, { serviceAccounts });
  const server = run(place, {
    name: 'kube-apiserver',
    path: assets.apiServer,
    args,
  });
  const url = `https://127.0.0.1:${api}`;
  const client = await createClientCertificate(ca, {
    user: 'admin',
    groups: administrators,
  });
  const access = { url, ca: ca.cert, client };
  const proxy = await startProxy(access);
  await server
    .until(() => isFine(`${proxy.url}/readyz`), 60)
    .catch(error => {
      proxy.stop();
      throw error;
    });
  return { etcd: etcdUrl, access, proxy };
}

export type Servers = Awaited<ReturnType<typeof startServers>>;
