import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ArmCore, startArm } from '../arm';
import type { CallListener } from '../controllers';
import { type GitHost, startGitHost } from '../git';
import { startGitOps } from '../gitops';
import { startPrometheus } from '../prometheus';
import { LocalClusters } from './LocalClusters';
import { countCall } from './countCall';
import { readExamples } from './readExamples';
import { resolvePrivate } from './resolvePrivate';
import { chooseSecrets, type SandboxSecrets } from './secrets';
import { type GivenCluster, joinCluster } from './joinCluster';

/**
 * How the sandbox is started.
 *
 * @public
 */
export type SandboxOptions = {
  /** 0 picks a free one. */
  ports: {
    kubernetes: number;
    arm: number;
    prometheus: number;
    git: number;
  };
  /** Folder for everything that outlives the process. */
  state: string;
  /** Folder of example repositories, `<owner>/<repository>/…`. */
  examples: string;
  /** How many times faster than Azure operations are; 60 by default. */
  speed?: number;
  /** A real cluster in the place of the one that is played. */
  cluster?: GivenCluster;
  /** Some of what clients sign in with; the sandbox chooses the rest. */
  secrets?: Partial<SandboxSecrets>;
};

/**
 * Where everything is; URLs without trailing slash.
 *
 * @public
 */
export type SandboxAddresses = {
  kubernetes: string;
  /** Path of a file. */
  kubeconfig: string;
  arm: string;
  /** List of retail prices. */
  prices: string;
  identityEndpoint: string;
  identityHeader: string;
  prometheus: string;
  git: string;
  gitUser: string;
  gitPassword: string;
};

/** A sandbox that runs. @public */
export type Sandbox = {
  addresses: SandboxAddresses;
  stop(): Promise<void>;
};

const CLUSTER = 'shop-weu';
const ZONE = 'mesh.internal';
const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
const RESOURCE_GROUP = 'rg-shop-weu';
const SPEED = 60;
const GIT_USER = 'sandbox';

/**
 * Starts a cloud in a box on loopback: a cluster, Azure, Prometheus and a Git
 * host with the examples, and what happens in a cluster by itself.
 *
 * @public
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { ports, state } = options;
  mkdirSync(state, { recursive: true });
  const secrets = chooseSecrets(options.secrets);
  const cluster = await joinCluster(options, secrets.kubernetesToken);
  const prometheus = await startPrometheus({ port: ports.prometheus });
  const azure: { core?: ArmCore } = {};
  const resolve = (name: string) =>
    resolvePrivate(azure.core?.resources() ?? [], name);
  const onCall: CallListener = call => prometheus.addSeries([countCall(call)]);
  const clusters = LocalClusters.create({ state, resolve, onCall });
  const arm = await startArm({
    port: ports.arm,
    stateFile: join(state, 'azure.json'),
    subscriptionId: SUBSCRIPTION,
    resourceGroup: RESOURCE_GROUP,
    zones: [ZONE],
    clusters: [{ name: CLUSTER, kubeconfig: () => cluster.kubeconfig }],
    identityHeader: secrets.identityHeader,
    speed: options.speed ?? SPEED,
    host: clusters,
    prometheusUrl: prometheus.url,
  });
  azure.core = arm.core;
  const git = await startExampleGit(options, secrets);
  const controllers = await cluster.attend({ resolve, onCall });
  const gitOps = await startGitOps({
    kubernetesUrl: cluster.url,
    git: git.source,
  });

  const parts = [gitOps, controllers, git, arm, clusters, prometheus, cluster];
  return {
    addresses: {
      kubernetes: cluster.address,
      kubeconfig: cluster.kubeconfigFile,
      arm: arm.url,
      prices: `${arm.url}/sandbox/prices/api/retail/prices`,
      identityEndpoint: arm.identity.endpoint,
      identityHeader: arm.identity.header,
      prometheus: prometheus.url,
      git: git.url,
      gitUser: git.user,
      gitPassword: git.password,
    },
    async stop() {
      for (const part of parts) {
        await part.stop();
      }
    },
  };
}

/** What people pushed since stays: only missing repositories are made. */
async function startExampleGit(
  options: SandboxOptions,
  { gitPassword }: SandboxSecrets,
): Promise<GitHost> {
  const repositories = readExamples(options.examples);
  const git = await startGitHost({
    port: options.ports.git,
    root: join(options.state, 'git'),
    organizations: [...new Set(repositories.map(({ owner }) => owner))],
    user: GIT_USER,
    password: gitPassword,
  });
  for (const { owner, name, files } of repositories) {
    if (!git.hasRepository(owner, name)) {
      await git.createRepository(owner, name, files);
    }
  }
  return git;
}
