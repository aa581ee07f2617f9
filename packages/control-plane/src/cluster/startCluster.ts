import { mkdirSync } from 'node:fs';
import { provideAssets } from '../assets/provideAssets';
import { provideTool, type Tool } from '../assets/provideTool';
import type { Assets } from '../assets/types';
import { createAuthority } from '../server/certificates';
import { Guardian } from '../server/Guardian';
import type { Place } from '../server/startServers';
import { claimFolder } from './claimFolder';
import { type Access, startApi, startControllers } from './startPrograms';
import { writeClusterFiles } from './writeClusterFiles';

export type ClusterOptions = {
  /** Absolute; what is stored there is taken up again. */
  folder: string;
  /** Of the API server, on loopback. */
  port: number;
  /** Hears of what takes long. */
  log: (text: string) => void;
  /** Told once when one of its programs ends by itself. */
  onEnd: (why: Error) => void;
};

/** A cluster that runs, whose nodes and pods are played. */
export type Cluster = {
  /** HTTPS; clients need a certificate. */
  url: string;
  /** Plain HTTP on loopback, where everybody is the administrator. */
  proxyUrl: string;
  /** Of the administrator, with a client certificate. */
  kubeconfig: string;
  stop(): Promise<void>;
};

const LOOK_MS = 500;

async function provide(
  log: ClusterOptions['log'],
): Promise<{ assets: Assets; kwok: Tool }> {
  const assets = await provideAssets({ log });
  if (!assets.controllerManager) {
    throw new Error(
      'No control plane: the folder in KUBEBUILDER_ASSETS has no kube-controller-manager; put it there, or unset KUBEBUILDER_ASSETS so that it is built',
    );
  }
  return { assets, kwok: await provideTool('kwok', { log }) };
}

/** Ends clients before servers, and etcd so that it can close its files. */
async function end({ programs, guardian }: Place): Promise<void> {
  for (const program of [...programs].reverse()) {
    await program.stop(program.name === 'etcd' ? 'SIGTERM' : 'SIGKILL');
  }
  await guardian.finish();
}

/** Calls once when a program has ended; returns how to stop looking. */
function watch({ programs }: Place, onEnd: (why: Error) => void): () => void {
  const timer = setInterval(() => {
    const ended = programs.find(({ hasEnded }) => hasEnded);
    if (ended) {
      clearInterval(timer);
      onEnd(
        new Error(
          `${
            ended.name
          } ended by itself, and so does everything that needs it; start again, what was stored is kept\n${ended.tail()}`,
        ),
      );
    }
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/**
 * Starts a real Kubernetes control plane on loopback over a folder that
 * outlives it: etcd, kube-apiserver, kube-controller-manager, KWOK in the
 * place of nodes, and the schemas of Istio and the Gateway API. Builds what
 * is not there yet. Nothing is left running when it fails, or when this
 * process ends in whatever way.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { folder, port, log, onEnd } = options;
  const { assets, kwok } = await provide(log);
  mkdirSync(folder, { recursive: true });
  const guardian = new Guardian(claimFolder(folder));
  const ca = await createAuthority();
  const place: Place = { folder, guardian, assets, ca, programs: [] };
  let access: Access | undefined;
  const stop = async () => {
    await access?.proxy.stop();
    await end(place);
  };
  try {
    await writeClusterFiles(place);
    log('Starting etcd and kube-apiserver');
    access = await startApi(place, port);
    log('Starting the controllers, and KWOK for nodes and pods');
    await startControllers(place, access, kwok);
  } catch (error) {
    await stop();
    throw error;
  }
  const { proxy, url, kubeconfig } = access;
  const unwatch = watch(place, onEnd);
  return {
    ...{ url, kubeconfig, proxyUrl: proxy.url },
    stop() {
      unwatch();
      return stop();
    },
  };
}
