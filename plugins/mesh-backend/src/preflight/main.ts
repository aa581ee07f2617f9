import { ConfigReader } from '@backstage/config';
import { toError } from '@backstage/errors';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { KubeconfigCredentials } from '../clusters';
import { describePreflight } from './describePreflight';
import { findTarget } from './findTarget';
import { nameCluster } from './nameCluster';
import { readPreflight } from './readPreflight';

/** As JSON on the command line. */
type Order = {
  kubeconfig: string;
  context?: string;
  instance: string;
  revision?: string;
  istio?: string;
};

// What matters is in the answer.
const silent: LoggerService = {
  error: () => {},
  warn: () => {},
  info: () => {},
  debug: () => {},
  child: () => silent,
};

async function look(order: Order) {
  const { kubeconfig, instance, revision, istio } = order;
  const { context, server } = await findTarget(kubeconfig, order.context);
  const cluster = nameCluster(context);
  const config = new ConfigReader({ kubeconfig, context });
  const credentials = new KubeconfigCredentials();
  const preflight = await readPreflight({
    ...{ cluster, server, logger: silent, wishes: { revision, istio } },
    credentials: () => credentials.getKubeconfig({ cluster, config }),
  });
  return { context, preflight, lines: describePreflight(preflight, instance) };
}

function answer(message: object): void {
  process.send?.(message, () => process.exit(0));
}

/**
 * Looks at a cluster as a process of its own, and tells the parent what is
 * there, or why it cannot be managed.
 */
look(JSON.parse(process.argv[2])).then(
  found => answer({ type: 'found', ...found }),
  error => answer({ type: 'refused', text: toError(error).message }),
);
