import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tool } from '../assets/provideTool';
import { createClientCertificate } from '../server/certificates';
import { freePorts } from '../server/freePorts';
import { installSchemas } from '../server/installSchemas';
import { kubeconfigFor } from '../server/kubeconfig';
import { controllerManagerArguments } from '../server/programArguments';
import { type Proxy, startProxy } from '../server/startProxy';
import {
  administrators,
  isFine,
  type Place,
  run,
} from '../server/startServers';
import {
  durableApiServerArguments,
  durableEtcdArguments,
  kwokArguments,
} from './clusterArguments';

/** What clients of the cluster are told. */
export type Access = { proxy: Proxy; url: string; kubeconfig: string };

const STAGES = ['node/fast', 'pod/fast'];

async function createKubeconfig(place: Place, url: string, user: string) {
  const { ca } = place;
  const identity = { user, groups: administrators };
  const client = await createClientCertificate(ca, identity);
  const text = kubeconfigFor({ url, ca: ca.cert, client });
  return { client, text };
}

/** etcd, and the API server on a port that was chosen. */
export async function startApi(place: Place, port: number): Promise<Access> {
  const { folder, assets, ca } = place;
  const [etcdPort, peers] = await freePorts(2);
  const ports = { etcd: etcdPort, peers, api: port };
  const etcd = run(place, {
    name: 'etcd',
    path: assets.etcd,
    args: durableEtcdArguments(folder, ports),
  });
  await etcd.until(() => isFine(`http://127.0.0.1:${etcdPort}/health`), 60);
  const server = run(place, {
    name: 'kube-apiserver',
    path: assets.apiServer,
    args: durableApiServerArguments(folder, ports),
  });
  const url = `https://127.0.0.1:${port}`;
  const { client, text } = await createKubeconfig(place, url, 'admin');
  const proxy = await startProxy({ url, ca: ca.cert, client });
  try {
    await server.until(() => isFine(`${proxy.url}/readyz`), 120);
  } catch (error) {
    await proxy.stop();
    throw error;
  }
  return { proxy, url, kubeconfig: text };
}

function listStages({ folder }: Tool): string[] {
  return STAGES.map(path => join(folder, 'kustomize', 'stage', path)).flatMap(
    path =>
      readdirSync(path)
        .filter(name => /\.yaml$/.test(name) && name !== 'kustomization.yaml')
        .map(name => join(path, name)),
  );
}

/** The controllers, and KWOK for what nodes and their pods do. */
export async function startControllers(
  place: Place,
  { proxy, url }: Access,
  kwok: Tool,
): Promise<void> {
  const { folder, assets } = place;
  for (const name of ['controllers', 'kwok']) {
    const { text } = await createKubeconfig(place, url, `system:${name}`);
    const file = join(folder, `${name}.kubeconfig`);
    writeFileSync(file, text, { mode: 0o600 });
  }
  const manager = run(place, {
    name: 'kube-controller-manager',
    path: assets.controllerManager ?? '',
    args: controllerManagerArguments(folder, ['*']),
  });
  run(place, {
    name: 'kwok',
    path: kwok.program,
    args: kwokArguments(folder, listStages(kwok)),
  });
  const account = '/api/v1/namespaces/default/serviceaccounts/default';
  await Promise.all([
    installSchemas(proxy.url, assets.schemas),
    manager.until(() => isFine(proxy.url + account), 120),
  ]);
}
