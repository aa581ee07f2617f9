import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * How this installation reaches Azure.
 */
export type AzureConfig = {
  /** Resource Manager of another cloud, or of a test on loopback. */
  resourceManagerUrl?: URL;
  managedIdentityClientId?: string;
};

/** Where a resource lives. */
export type AzureLocation = { subscriptionId: string; resourceGroup: string };

/** Reads the block `mesh.azure`. */
export function readAzureConfig(config: Config): AzureConfig {
  const azure = config.getOptionalConfig('mesh.azure');
  const url = azure?.getOptionalString('resourceManagerUrl');
  return {
    resourceManagerUrl: url === undefined ? undefined : readUrl(url),
    managedIdentityClientId: azure?.getOptionalString(
      'managedIdentityClientId',
    ),
  };
}

/** Reads the two keys that place every resource. */
export function readLocation(config: Config): AzureLocation {
  return {
    subscriptionId: config.getString('subscriptionId'),
    resourceGroup: config.getString('resourceGroup'),
  };
}

/** Whether a URL leads to this machine and nowhere else. */
export function isLoopback(url: URL): boolean {
  return LOOPBACK.includes(url.hostname);
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:') {
    return url;
  }
  if (url?.protocol === 'http:' && isLoopback(url)) {
    return url;
  }
  throw new InputError(
    `mesh.azure.resourceManagerUrl: '${text}' must start with https:// (http:// is for 127.0.0.1 only, because tokens are sent to it)`,
  );
}
