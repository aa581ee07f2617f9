// The product on a cluster that is somebody's: looked at, told, asked, and
// only then started.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askForYes } from './askForYes.mjs';
import { buildApp } from './buildApp.mjs';
import { lookAtCluster } from './lookAtCluster.mjs';
import { buildOwnConfig } from './ownConfig.mjs';
import { startBackend } from './startBackend.mjs';
import { tieState } from './stateFolder.mjs';
import { getJson, waitFor } from './waitFor.mjs';

function describe(lines) {
  const width = Math.max(...lines.map(([title]) => title.length));
  return lines
    .map(([title, text]) => `  ${title.padEnd(width)}  ${text}`)
    .join('\n');
}

async function signIn({ url, signal }) {
  const answer = await waitFor(
    () =>
      getJson(`${url}/api/auth/sandbox/refresh`, {
        'x-sandbox-user': 'user:default/you',
      }),
    {
      seconds: 300,
      message: 'Nobody could sign in; the log of the backend says why',
      signal,
    },
  );
  return answer.backstageIdentity.token;
}

async function waitForFirstPass({ url, signal }, { cluster, token }) {
  await waitFor(
    async () => {
      const overview = await getJson(`${url}/api/mesh/v1/overview`, {
        authorization: `Bearer ${token}`,
      });
      return overview?.clusters.find(({ name }) => name === cluster)
        ?.lastPassAt;
    },
    {
      seconds: 300,
      message: `The cluster was not looked at within five minutes; the log of the backend says why`,
      signal,
    },
  );
}

/** Resolves to what the ready file holds, and lines for people. */
export async function runOnOwnCluster(context) {
  const { options, toolchain, log, signal, url } = context;
  const { own, state } = options;
  log('Looking at the cluster');
  const { context: name, preflight, lines } = await lookAtCluster(context);
  process.stdout.write(
    `\n${describe(
      lines,
    )}\n\n  Whoever opens ${url} on this machine acts with the rights of this kubeconfig.\n\n`,
  );
  if (!own.yes) {
    await askForYes(signal);
  }
  const { cluster, server } = preflight;
  tieState(options, { server, cluster });
  const file = join(state, 'app-config.json');
  writeFileSync(
    file,
    JSON.stringify(buildOwnConfig({ own, context: name, preflight })),
  );
  await buildApp(toolchain, log);
  log('Starting Backstage');
  await startBackend(context, {
    url,
    configs: ['app-config.yaml', 'app-config.cluster.yaml', file],
    env: {},
  });
  const token = await signIn({ url, signal });
  await waitForFirstPass({ url, signal }, { cluster, token });
  return {
    ready: {
      ...{ app: url, backend: url, tokens: { platform: token } },
      ...{ cluster, server, instance: own.instance },
    },
    lines: [
      `Cluster     ${cluster}: the name under which entities name it`,
      `Next        Mesh in the sidebar: bind a namespace to its team, then adopt it`,
    ],
  };
}
