// The product on the sandbox with its examples: on the cluster that the
// sandbox plays, or on a real control plane.
import { buildApp } from './buildApp.mjs';
import { listExamples, listWaiting } from './examples.mjs';
import { startBackend } from './startBackend.mjs';
import { startCluster } from './startCluster.mjs';
import { startSandbox } from './startSandbox.mjs';
import { getJson, waitFor } from './waitFor.mjs';

const configs = ['app-config.yaml', 'app-config.sandbox.yaml'];

function environmentOf(sandbox) {
  return {
    MESHWRIGHT_GIT_URL: sandbox.git,
    MESHWRIGHT_GIT_HOST: new URL(sandbox.git).host,
    MESHWRIGHT_GIT_USER: sandbox.gitUser,
    MESHWRIGHT_GIT_PASSWORD: sandbox.gitPassword,
    MESHWRIGHT_ARM_URL: sandbox.arm,
    MESHWRIGHT_PROMETHEUS_URL: sandbox.prometheus,
    IDENTITY_ENDPOINT: sandbox.identityEndpoint,
    IDENTITY_HEADER: sandbox.identityHeader,
    // The managed identity at once, not developer tools first.
    AZURE_TOKEN_CREDENTIALS: 'prod',
  };
}

async function signIn({ url, signal }, person) {
  const answer = await waitFor(
    () =>
      getJson(`${url}/api/auth/sandbox/refresh`, {
        'x-sandbox-user': `user:default/${person}`,
      }),
    {
      seconds: 600,
      message: `${person} could not sign in; is the example organisation in the catalog?`,
      signal,
    },
  );
  return answer.backstageIdentity.token;
}

async function waitForFirstPass({ url, signal }, token) {
  let waiting = listExamples();
  await waitFor(
    async () => {
      waiting = await listWaiting(url, token, waiting);
      return waiting.length === 0;
    },
    {
      seconds: 600,
      message: () =>
        `Not all examples were applied within ten minutes, '${waiting[0]}' among them. The log of the backend says why.`,
      signal,
    },
  );
}

async function startSandboxOn(context) {
  const { options, log } = context;
  if (options.cluster === 'sandbox') {
    log('Starting the sandbox');
    return startSandbox(context);
  }
  log('Getting a real control plane');
  const { url, proxyUrl, kubeconfig } = await startCluster(context);
  log('Starting the sandbox beside it');
  return startSandbox(context, { cluster: { url, proxyUrl, kubeconfig } });
}

/** Resolves to what the ready file holds, and lines for people. */
export async function runOnSandbox(context) {
  const { toolchain, log, signal, url } = context;
  const [sandbox] = await Promise.all([
    startSandboxOn(context),
    buildApp(toolchain, log),
  ]);
  log('Starting Backstage');
  await startBackend(context, { url, configs, env: environmentOf(sandbox) });
  log('Putting the policies of the examples in force');
  const tokens = {
    developer: await signIn({ url, signal }, 'dana'),
    owner: await signIn({ url, signal }, 'olaf'),
    platform: await signIn({ url, signal }, 'petra'),
  };
  await waitForFirstPass({ url, signal }, tokens.platform);
  const { kubernetes, kubeconfig, arm, prometheus } = sandbox;
  const { git, gitUser, gitPassword } = sandbox;
  return {
    ready: {
      ...{ app: url, backend: url, kubernetes, kubeconfig, arm, prometheus },
      ...{ git, gitUser, gitPassword, tokens },
    },
    lines: [
      `Cluster     kubectl --kubeconfig ${kubeconfig} get authorizationpolicies,networkpolicies,peerauthentications -A`,
      `Git         ${git}  (user ${gitUser}, password ${gitPassword})`,
    ],
  };
}
