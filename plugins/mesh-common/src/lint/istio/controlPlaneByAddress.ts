import { parseAddress } from '../../evaluate/matchIp';
import type { ObjectRule } from '../types';
import {
  listControlPlaneAddresses,
  parseUrlHost,
} from './context/controlPlaneAddresses';

/** Addresses change, and certificates are for names. */
export const controlPlaneByAddress: ObjectRule = {
  code: 'MW2164',
  severity: 'info',
  summary: 'Webhooks reach an external control plane by a name',
  aliases: ['IST0164'],
  check: context =>
    context
      .derive(listControlPlaneAddresses)
      .filter(({ url }) => url !== undefined && isAddress(url))
      .map(({ object, path, name, url }) => ({
        object,
        path: `${path}/clientConfig/url`,
        message: `${path} (${name}) of ${object.kind} ${object.metadata.name} reaches the control plane by the IP address in '${url}'. Use a host name, which can move and which a certificate can be for.`,
      })),
};

function isAddress(url: string): boolean {
  return parseAddress(parseUrlHost(url) ?? '') !== undefined;
}
