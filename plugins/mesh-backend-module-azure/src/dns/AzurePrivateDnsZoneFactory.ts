import type { Config } from '@backstage/config';
import type { DnsZone, DnsZoneFactory } from '@meshwright/plugin-mesh-node';
import type { AzureClients } from '../client/AzureClients';
import { readLocation } from '../config/readAzureConfig';
import { AzurePrivateDnsZone } from './AzurePrivateDnsZone';

/**
 * Makes private DNS zones from the `dns` block of a cluster.
 */
export class AzurePrivateDnsZoneFactory implements DnsZoneFactory {
  readonly type = 'azure-private-dns';
  readonly #clients: AzureClients;

  private constructor(clients: AzureClients) {
    this.#clients = clients;
  }

  static create(options: {
    clients: AzureClients;
  }): AzurePrivateDnsZoneFactory {
    return new AzurePrivateDnsZoneFactory(options.clients);
  }

  create(options: { cluster: string; config: Config }): DnsZone {
    const { config } = options;
    return AzurePrivateDnsZone.create({
      zone: config.getString('zone'),
      clients: this.#clients,
      location: readLocation(config),
    });
  }
}
