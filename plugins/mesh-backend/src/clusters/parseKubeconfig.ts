import { KubeConfig } from '@kubernetes/client-node';
import { InputError } from '@backstage/errors';

/**
 * Reads a kubeconfig and refuses what would send credentials in the clear.
 *
 * Its text never gets into an error: there are secrets in it.
 */
export function parseKubeconfig(cluster: string, text: string): KubeConfig {
  const kubeconfig = new KubeConfig();
  try {
    kubeconfig.loadFromString(text);
  } catch {
    throw new InputError(`The kubeconfig of cluster '${cluster}' is not valid`);
  }
  const current = kubeconfig.getCurrentCluster();
  if (!current) {
    throw new InputError(
      `The kubeconfig of cluster '${cluster}' has no current context with a cluster`,
    );
  }
  const isLocal = isLoopbackHttp(cluster, current.server);
  if (!isLocal && current.skipTLSVerify) {
    throw new InputError(
      `The kubeconfig of cluster '${cluster}' turns the check of certificates off; remove 'insecure-skip-tls-verify' and name the authority instead`,
    );
  }
  checkProxy(cluster, current.proxyUrl);
  kubeconfig.clusters = kubeconfig.clusters.map(each =>
    each.name === current.name
      ? {
          ...each,
          server: each.server.replace(/\/+$/, ''),
          skipTLSVerify: isLocal,
        }
      : each,
  );
  return kubeconfig;
}

function isLoopbackHttp(cluster: string, server: string): boolean {
  if (!URL.canParse(server)) {
    throw new InputError(
      `The kubeconfig of cluster '${cluster}' has a server that is no URL`,
    );
  }
  const { protocol, hostname } = new URL(server);
  if (protocol === 'https:') {
    return false;
  }
  const isLoopback =
    hostname === 'localhost' ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname);
  if (protocol !== 'http:' || !isLoopback) {
    throw new InputError(
      `The server of cluster '${cluster}' must be an https URL; plain http is for loopback addresses only`,
    );
  }
  return true;
}

/** Its address may hold a password. */
function checkProxy(cluster: string, proxy: string | undefined): void {
  const isGood =
    !proxy ||
    (URL.canParse(proxy) &&
      ['http:', 'https:', 'socks5:'].includes(new URL(proxy).protocol));
  if (!isGood) {
    throw new InputError(
      `The kubeconfig of cluster '${cluster}' has a 'proxy-url' that is no http, https or socks5 URL`,
    );
  }
}
