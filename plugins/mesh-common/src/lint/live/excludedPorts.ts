import { readPod, listWorkloads } from '../rules/read/workloads';
import type { ObjectRule, RuleFinding } from '../types';

const PREFIX = 'traffic.sidecar.istio.io/';
const inbound = ['excludeInboundPorts', 'includeInboundPorts'];
const outbound = [
  'excludeOutboundPorts',
  'excludeOutboundIPRanges',
  'includeOutboundIPRanges',
  'includeOutboundPorts',
  'excludeInterfaces',
  'kubevirtInterfaces',
];
/** Ports that are the proxy's, or say nothing about the application. */
const harmless = /^\s*(15\d{3}|\*|)\s*$/;

/** What goes past the proxy goes past every policy. */
export const excludedPorts: ObjectRule = {
  code: 'MW3004',
  severity: 'warning',
  summary: 'No traffic goes past the proxy',
  aliases: ['SEG-EXCLUDED-PORTS'],
  check: context => {
    const templates = listWorkloads(context);
    const objects = new Set(templates.map(({ object }) => object));
    const pods = context
      .ofKind('Pod')
      .filter(pod => !objects.has(pod))
      .map(readPod);
    return [...templates, ...pods].flatMap(({ object, annotations, path }) =>
      [...inbound, ...outbound].flatMap((name): RuleFinding[] => {
        const value = annotations[`${PREFIX}${name}`];
        if (value === undefined || value.split(',').every(isHarmless))
          return [];
        const isInbound = inbound.includes(name);
        return [
          {
            object,
            path: `${path.replace(
              /spec$/,
              'metadata',
            )}/annotations/${PREFIX.replace('/', '~1')}${name}`,
            severity: isInbound ? 'error' : undefined,
            message: isInbound
              ? `'${value}' leaves ports out of the proxy: calls to them are in plaintext, and no AuthorizationPolicy is asked. Remove the annotation, or guard those ports with NetworkPolicies.`
              : `'${value}' lets the workload call past its proxy: without identity, and outside the rules for egress. Remove the annotation, or declare what it has to call.`,
          },
        ];
      }),
    );
  },
};

function isHarmless(port: string): boolean {
  return harmless.test(port);
}
