import type { ObjectRule } from '../types';
import { listApiDefinitions } from './context/gatewayApiDefinitions';

const kinds = ['Gateway', 'GatewayClass', 'HTTPRoute', 'ReferenceGrant'];

/** The control plane does not read such objects. */
export const unsupportedGatewayApi: ObjectRule = {
  code: 'MW2156',
  severity: 'error',
  summary: 'The Gateway API is installed in a version that Istio reads',
  aliases: ['IST0156'],
  check: context =>
    context
      .derive(listApiDefinitions)
      .filter(
        ({ kind, served }) =>
          kinds.includes(kind) && !served.includes('v1beta1'),
      )
      .map(({ object, kind, served }) => ({
        object,
        path: 'spec/versions',
        message: `Istio does not read ${kind} objects: their definition serves ${
          served.join(', ') || 'no version'
        }, and v1beta1 is needed. Install a newer Gateway API.`,
      })),
};
