import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const PRICES = 'https://prices.azure.com/api/retail/prices';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * How this installation reaches Azure.
 */
export type AzureConfig = {
  /** Resource Manager of another cloud, or of a test on loopback. */
  resourceManagerUrl?: URL;
  managedIdentityClientId?: string;
  /** Public list of prices; absent when nobody is to be asked. */
  pricesUrl?: URL;
};

/** Where a resource lives. */
export type AzureLocation = { subscriptionId: string; resourceGroup: string };

/** Reads the block `mesh.azure`. */
export function readAzureConfig(config: Config): AzureConfig {
  const azure = config.getOptionalConfig('mesh.azure');
  const url = azure?.getOptionalString('resourceManagerUrl');
  return {
    resourceManagerUrl:
      url === undefined ? undefined : readUrl(url, 'resourceManagerUrl'),
    managedIdentityClientId: azure?.getOptionalString(
      'managedIdentityClientId',
    ),
    pricesUrl: readPricesUrl(azure),
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

function readPricesUrl(azure: Config | undefined): URL | undefined {
  if (azure?.getOptional('prices') === false) {
    return undefined;
  }
  const url = azure?.getOptionalString('prices.url') ?? PRICES;
  return readUrl(url, 'prices.url');
}

function readUrl(text: string, key: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:') {
    return url;
  }
  if (url?.protocol === 'http:' && isLoopback(url)) {
    return url;
  }
  throw new InputError(
    `mesh.azure.${key}: '${text}' must start with https:// (http:// is for 127.0.0.1 only${
      key === 'resourceManagerUrl' ? ', because tokens are sent to it' : ''
    })`,
  );
}
