import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attendCluster } from '../attend';
import {
  type CallListener,
  clusterBaseline,
  type Controllers,
  type Resolver,
  startControllers,
} from '../controllers';
import { startKubernetesApi } from '../kubernetes';
import { withToken } from './secrets';

/**
 * A cluster that runs already.
 *
 * @public
 */
export type GivenCluster = {
  /** Of an API that takes no credentials, without trailing slash. */
  proxyUrl: string;
  /** Of the API itself, for people. */
  url: string;
  /** Text; what Azure gives out. */
  kubeconfig: string;
};

type Joined = {
  /** For clients inside of the sandbox, who have no credentials. */
  url: string;
  /** For people. */
  address: string;
  kubeconfigFile: string;
  /** What Azure gives out. */
  kubeconfig: string;
  /** Plays what happens in a cluster by itself. */
  attend(options: {
    resolve: Resolver;
    onCall: CallListener;
  }): Promise<Controllers>;
  stop(): Promise<void>;
};

type Options = {
  ports: { kubernetes: number };
  state: string;
  cluster?: GivenCluster;
};

async function playCluster(
  { ports, state }: Options,
  token: string,
): Promise<Omit<Joined, 'kubeconfigFile'> & { text: string }> {
  const api = await startKubernetesApi({
    port: ports.kubernetes,
    stateFile: join(state, 'cluster.json'),
    users: [{ name: 'aks-user', token, groups: ['system:masters'] }],
  });
  await api.seed(clusterBaseline());
  const { url } = api;
  return {
    ...{ url, address: url, text: api.kubeconfig },
    kubeconfig: withToken(api.kubeconfig, token),
    attend: async options => startControllers({ url, ...options }),
    stop: () => api.stop(),
  };
}

/** The cluster of the examples: one that is given, or else one that is played. */
export async function joinCluster(
  options: Options,
  token: string,
): Promise<Joined> {
  const { state, cluster } = options;
  const { text, ...joined } = cluster
    ? {
        url: cluster.proxyUrl,
        address: cluster.url,
        text: cluster.kubeconfig,
        kubeconfig: cluster.kubeconfig,
        attend: () => attendCluster({ url: cluster.proxyUrl }),
        stop: async () => {},
      }
    : await playCluster(options, token);
  const kubeconfigFile = join(state, 'kubeconfig');
  writeFileSync(kubeconfigFile, text, { mode: 0o600 });
  return { ...joined, kubeconfigFile };
}
