import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideAssets } from '../assets/provideAssets';
import { createAuthority, createClientCertificate } from './certificates';
import { present } from './ControlPlane';
import type { ControlPlane } from './ControlPlane';
import { Guardian } from './Guardian';
import { installSchemas } from './installSchemas';
import { kubeconfigFor } from './kubeconfig';
import { controllerManagerArguments } from './programArguments';
import type { Proxy } from './startProxy';
import {
  administrators,
  endAll,
  isFine,
  run,
  startServers,
  writeFiles,
} from './startServers';
import type { Place, Servers } from './startServers';

export type ControlPlaneOptions = {
  /** By default those that keep house, and none that runs workloads. */
  controllers?: readonly string[];
  log?: (text: string) => void;
  /** Whether the audit log has what was only read, too; it has by default. */
  auditReads?: boolean;
};

const housekeeping = [
  'namespace-controller',
  'serviceaccount-controller',
  'root-ca-certificate-publisher-controller',
  'garbage-collector-controller',
];

async function startClients(
  place: Place,
  { access, proxy }: Servers,
  options: ControlPlaneOptions,
) {
  const { folder, assets, ca } = place;
  const configure = async (name: string, user: string) => {
    const client = await createClientCertificate(ca, {
      user,
      groups: administrators,
    });
    const file = join(folder, `${name}.kubeconfig`);
    writeFileSync(file, kubeconfigFor({ ...access, client }), { mode: 0o600 });
    return file;
  };
  const waits = [installSchemas(proxy.url, assets.schemas)];
  if (assets.controllerManager) {
    await configure('controllers', 'system:kube-controller-manager');
    const args = controllerManagerArguments(
      folder,
      options.controllers ?? housekeeping,
    );
    const manager = run(place, {
      name: 'kube-controller-manager',
      path: assets.controllerManager,
      args,
    });
    const account = '/api/v1/namespaces/default/serviceaccounts/default';
    waits.push(manager.until(() => isFine(proxy.url + account), 60));
  }
  await Promise.all(waits);
}

/**
 * Starts etcd, kube-apiserver and kube-controller-manager on free ports of
 * loopback, with the schemas of Istio and the Gateway API. Builds them first
 * when they are not there, which takes minutes. Everything ends and is removed
 * by `stop`, or when this process ends in whatever way.
 */
export async function startControlPlane(
  options: ControlPlaneOptions = {},
): Promise<ControlPlane> {
  const assets = await provideAssets(options);
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-control-plane-'));
  const guardian = new Guardian(folder);
  const ca = await createAuthority();
  const place: Place = { folder, guardian, assets, ca, programs: [] };
  let proxy: Proxy | undefined;
  try {
    await writeFiles(place, options);
    const servers = await startServers(place);
    proxy = servers.proxy;
    await startClients(place, servers, options);
    return present(place, servers);
  } catch (error) {
    await proxy?.stop();
    await endAll(place);
    throw error;
  }
}
