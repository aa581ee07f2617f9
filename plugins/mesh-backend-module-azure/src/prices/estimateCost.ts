import type {
  CostEstimate,
  MeshClusterSpec,
} from '@meshwright/plugin-mesh-common';
import type { ObservedInfrastructure } from '../infrastructure';
import type { Price } from './Price';

const HOURS = 730;
const UNITS = 10;

/** Something with a fixed price, and how to find that. */
type Item = {
  label: string;
  count: number;
  /** Of what there are so many. */
  what: string;
  fits: (price: Price) => boolean;
};

const VARIABLE = [
  'Nodes that the autoscaler adds, and the disks of nodes',
  'Traffic to the internet, between zones and between networks',
  'Logs and metrics that are collected, and alerts',
  'Private DNS zone and its queries, operations of the Key Vault',
  'Load balancers and what they process',
];

/**
 * What a cluster costs when nothing happens in it, by public prices: neither
 * agreements nor reservations are known. Undefined without prices.
 */
export function estimateCost(
  spec: MeshClusterSpec,
  { prices = [] }: Pick<ObservedInfrastructure, 'prices'>,
): CostEstimate | undefined {
  const [first] = prices;
  if (!first) {
    return undefined;
  }
  const { currency } = first;
  const usable = prices.filter(
    price => price.currency === currency && price.unit === '1 Hour',
  );
  const wanted = listItems(spec);
  const found = wanted.map(({ fits, ...item }) => ({
    ...item,
    // Several rows are tiers or generations: rather too much than too little.
    hourly: Math.max(0, ...usable.filter(fits).map(({ price }) => price)),
  }));
  const items = found
    .filter(({ hourly }) => hourly > 0)
    .map(({ label, count, what, hourly }) => ({
      label,
      monthly: round(hourly * count * HOURS),
      quantity: `${count} ${what}`,
    }));
  return {
    currency,
    monthly: round(items.reduce((sum, { monthly }) => sum + monthly, 0)),
    items,
    notIncluded: [
      ...found
        .filter(({ hourly }) => hourly === 0)
        .map(({ label }) => `${label}: no price was found`),
      ...VARIABLE,
    ],
  };
}

function listItems({ kubernetes, nodes, edge }: MeshClusterSpec): Item[] {
  const { tier } = kubernetes;
  const meter = { Standard: /Uptime SLA/i, Premium: /Long Term Support/i };
  return [
    ...(tier === 'Free'
      ? []
      : [
          {
            label: `Kubernetes control plane, tier ${tier}`,
            count: 1,
            what: 'cluster',
            fits: (price: Price) =>
              price.service === 'Azure Kubernetes Service' &&
              meter[tier].test(price.meter),
          },
        ]),
    {
      label: `Nodes ${nodes.size}`,
      count: nodes.min,
      what: 'virtual machines at least',
      fits: price =>
        price.armSku.toLowerCase() === nodes.size.toLowerCase() &&
        price.service === 'Virtual Machines' &&
        !/spot|low priority/i.test(`${price.sku} ${price.meter}`) &&
        !/windows|cloud ?services/i.test(price.product),
    },
    ...(edge ? listEdge(edge) : []),
  ];
}

function listEdge({
  minCapacity,
}: NonNullable<MeshClusterSpec['edge']>): Item[] {
  const ofGateway = (meter: RegExp) => (price: Price) =>
    price.product === 'Application Gateway WAF v2' && meter.test(price.meter);
  return [
    {
      label: 'Public IP address',
      count: 1,
      what: 'address',
      fits: ({ product, meter }) =>
        product === 'IP Addresses' &&
        /Standard IPv4 Static Public IP/i.test(meter),
    },
    {
      label: 'Application gateway WAF_v2',
      count: 1,
      what: 'gateway',
      fits: ofGateway(/Fixed Cost/i),
    },
    ...(minCapacity > 0
      ? [
          {
            label: 'Capacity of the application gateway',
            // An instance that runs is billed as ten units.
            count: minCapacity * UNITS,
            what: 'capacity units at least',
            fits: ofGateway(/Capacity Units/i),
          },
        ]
      : []),
  ];
}

function round(amount: number): number {
  return Math.round(amount * 100) / 100;
}
