import {
  clusterSpec,
  edgeAnswers,
} from '@meshwright/plugin-mesh-common/testUtils';
import { startArm } from '@meshwright/sandbox';
import { estimateCost } from './estimateCost';
import { RetailPrices } from './RetailPrices';

it('finds a price for every fixed part in the list of the sandbox', async () => {
  const spec = clusterSpec({ edge: edgeAnswers({ minCapacity: 1 }) });
  const { subscriptionId, region, nodes } = spec;
  const arm = await startArm({
    port: 0,
    subscriptionId,
    resourceGroup: 'rg-other',
    zones: [],
    clusters: [],
  });
  try {
    const url = new URL(`${arm.url}/sandbox/prices/api/retail/prices`);
    const prices = RetailPrices.create({ url });
    const read = await prices.read({ region, size: nodes.size });
    const cost = estimateCost(spec, { prices: read });

    expect(cost?.monthly).toBeGreaterThan(0);
    expect(cost?.notIncluded.join()).not.toContain('no price was found');
  } finally {
    await arm.stop();
  }
});
