import type { ObjectRule } from '../types';
import {
  listControlPlaneAddresses,
  parseUrlHost,
} from './context/controlPlaneAddresses';

/** The API server cannot ask the control plane about objects. */
export const invalidControlPlaneAddress: ObjectRule = {
  code: 'MW2163',
  severity: 'warning',
  summary: 'Webhooks have an address of their control plane',
  aliases: ['IST0163'],
  check: context =>
    context
      .derive(listControlPlaneAddresses)
      .filter(({ url, hasService }) =>
        url === undefined ? !hasService : parseUrlHost(url) === undefined,
      )
      .map(({ object, path, name, url }) => ({
        object,
        path: `${path}/clientConfig`,
        message: `${path} (${name}) of ${object.kind} ${object.metadata.name} ${
          url === undefined
            ? 'names neither a URL nor a Service'
            : `has the URL '${url}', which is none`
        }, so the API server cannot reach the control plane. Give it an address.`,
      })),
};
