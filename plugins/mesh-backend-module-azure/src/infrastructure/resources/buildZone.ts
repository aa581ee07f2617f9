import { hashText } from '@meshwright/plugin-mesh-common';
import { type Desired, SECONDS } from '../Desired';
import { nameOf } from '../ids';
import type { PlanContext } from '../PlanContext';

/** The private zone, and the networks that resolve it. */
export function buildZone(context: PlanContext): Desired[] {
  const { spec, ids, tags } = context;
  return [
    {
      step: 'zone',
      title: `Private DNS zone ${spec.dns.zone}`,
      type: 'Microsoft.Network/privateDnsZones',
      id: ids.zone,
      body: { location: 'global', tags },
      dependsOn: ['group'],
      answers: ['dns.zone'],
      seconds: SECONDS.zone,
      reason: 'Has the names of services that are published inside.',
    },
    buildLink(context, {
      step: 'zone-link/own',
      network: ids.virtualNetwork,
      dependsOn: ['zone', 'network'],
      answers: ['dns.zone'],
    }),
    ...spec.dns.links.map((network, index) =>
      buildLink(context, {
        step: `zone-link/${linkName(network)}`,
        network,
        dependsOn: ['zone'],
        answers: [`dns.links[${index}]`],
      }),
    ),
  ];
}

function buildLink(
  { ids, tags }: PlanContext,
  options: Pick<Desired, 'step' | 'dependsOn' | 'answers'> & {
    network: string;
  },
): Desired {
  const { network, ...rest } = options;
  return {
    ...rest,
    title: `Link of the zone with ${nameOf(network)}`,
    type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
    id: ids.zoneLinkOf(linkName(network)),
    body: {
      location: 'global',
      tags,
      properties: {
        virtualNetwork: { id: network },
        registrationEnabled: false,
      },
    },
    seconds: SECONDS.zone,
    reason: 'A network resolves the names of the zones that it is linked with.',
  };
}

/** Networks of two groups may have the same name. */
function linkName(network: string): string {
  const hash = hashText(network.toLowerCase()).slice(0, 6);
  return `link-${nameOf(network).slice(0, 60)}-${hash}`;
}
