import { clusterSpec } from '@meshwright/plugin-mesh-common/testUtils';
import { estimateCost } from './estimateCost';
import type { Price } from './Price';

const edge = {
  hosts: ['www.example.com'],
  certificateSecretId: 'https://kv-shop.vault.azure.net/secrets/www',
  backend: 'https' as const,
  waf: 'Prevention' as const,
  minCapacity: 1,
  maxCapacity: 3,
};
const base = clusterSpec();
const spec = clusterSpec({
  kubernetes: { ...base.kubernetes, tier: 'Standard' },
  nodes: { ...base.nodes, size: 'Standard_D4ds_v5', min: 3 },
  edge,
});
const price = (more: Partial<Price>): Price => ({
  service: '',
  product: '',
  sku: '',
  meter: '',
  unit: '1 Hour',
  price: 1,
  currency: 'USD',
  armSku: '',
  ...more,
});
const vm = {
  service: 'Virtual Machines',
  product: 'Virtual Machines Ddsv5 Series',
  armSku: 'Standard_D4ds_v5',
};
const gateway = { product: 'Application Gateway WAF v2' };
const prices = [
  price({
    service: 'Azure Kubernetes Service',
    meter: 'Standard Uptime SLA',
    price: 0.1,
  }),
  price({ ...vm, meter: 'D4ds v5', price: 0.272 }),
  price({ ...vm, meter: 'D4ds v5 Spot', price: 9 }),
  price({ ...vm, product: `${vm.product} Windows`, price: 9 }),
  price({ ...vm, unit: '1 Year', price: 9 }),
  price({ ...vm, currency: 'EUR', price: 9 }),
  price({ ...gateway, meter: 'Standard Fixed Cost', price: 0.443 }),
  price({ ...gateway, meter: 'Standard Capacity Units', price: 0.0144 }),
  price({
    product: 'IP Addresses',
    meter: 'Standard IPv4 Static Public IP',
    price: 0.005,
  }),
];

describe('estimateCost', () => {
  it('adds up what is fixed, by the hour', () => {
    const cost = estimateCost(spec, { prices });

    expect(cost?.items.map(({ monthly }) => monthly)).toEqual([
      73, 595.68, 3.65, 323.39, 105.12,
    ]);
    expect(cost).toMatchObject({ currency: 'USD', monthly: 1100.84 });
    expect(cost?.notIncluded.join()).not.toContain('no price was found');
    expect(cost?.notIncluded.join()).toContain('Logs');
  });

  it('costs less without an edge and without a tier', () => {
    const { kubernetes } = spec;
    const cheap = {
      ...spec,
      kubernetes: { ...kubernetes, tier: 'Free' as const },
    };
    delete cheap.edge;
    expect(estimateCost(cheap, { prices })?.monthly).toBe(595.68);
  });

  it('says what it has no price of', () => {
    const cost = estimateCost(spec, { prices: prices.slice(0, 1) });
    expect(cost?.monthly).toBe(73);
    expect(cost?.notIncluded).toContain(
      'Nodes Standard_D4ds_v5: no price was found',
    );
  });

  it('says nothing without prices', () => {
    expect(estimateCost(spec, {})).toBeUndefined();
    expect(estimateCost(spec, { prices: [] })).toBeUndefined();
  });
});
