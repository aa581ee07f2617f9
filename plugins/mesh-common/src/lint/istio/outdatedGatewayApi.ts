import type { ObjectRule } from '../types';
import { listApiDefinitions } from './context/gatewayApiDefinitions';

const kinds = ['Gateway', 'GatewayClass', 'HTTPRoute', 'GRPCRoute'];

/** The next version of the control plane will not read such objects. */
export const outdatedGatewayApi: ObjectRule = {
  code: 'MW2172',
  severity: 'warning',
  summary: 'The Gateway API is installed in a version that Istio will read',
  aliases: ['IST0172'],
  check: context =>
    context
      .derive(listApiDefinitions)
      .filter(
        ({ kind, served }) => kinds.includes(kind) && !served.includes('v1'),
      )
      .map(({ object, kind, served }) => ({
        object,
        path: 'spec/versions',
        message: `A later Istio will not read ${kind} objects: their definition serves ${
          served.join(', ') || 'no version'
        }, and v1 will be needed. Install a newer Gateway API.`,
      })),
};
