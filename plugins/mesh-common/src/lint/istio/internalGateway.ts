import type { ObjectRule } from '../types';
import { listGatewayReferences } from './context/gatewayReferences';
import { fullName } from './context/objects';

/** Such names change with the version of the control plane. */
export const internalGateway: ObjectRule = {
  code: 'MW2165',
  severity: 'warning',
  summary: 'VirtualServices do not name gateways that Istio makes for itself',
  aliases: ['IST0165'],
  check: context =>
    context
      .derive(listGatewayReferences)
      .filter(({ isInternal }) => isInternal)
      .map(({ object, path, name }) => ({
        object,
        path,
        message: `${path} of VirtualService ${fullName(
          object,
        )} names '${name}', which the control plane made for a Gateway of the Gateway API. Use an HTTPRoute with that Gateway as its parent.`,
      })),
};
