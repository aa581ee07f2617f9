import type { JsonObject } from '@backstage/types';
import {
  clusterSpec,
  edgeAnswers,
} from '@meshwright/plugin-mesh-common/testUtils';
import type { KnownType } from '../apiVersions';
import { buildProvisionPlan } from '..';
import { emptyWorld } from '../__testUtils__/observedWorlds';
import { createEcho } from './__testUtils__/createEcho';
import { ROUND_TRIPS } from './__testUtils__/roundTrips';

/** No client of Azure knows these; they are checked by hand. */
const UNKNOWN_TO_CLIENTS = [
  'Microsoft.AlertsManagement/prometheusRuleGroups',
  'Microsoft.Monitor/accounts',
];

const specs = [
  clusterSpec(),
  clusterSpec({
    edge: edgeAnswers({ backend: 'http' }),
    network: {
      range: '10.240.0.0/16',
      clients: ['10.1.0.0/16', '10.2.0.0/16'],
    },
    kubernetes: {
      adminGroups: ['11111111-1111-1111-1111-111111111111'],
      version: '1.33',
      tier: 'Premium',
      zones: [],
      access: { type: 'authorizedRanges', ranges: ['203.0.113.0/24'] },
    },
  }),
  clusterSpec({ edge: edgeAnswers() }),
];

const cases = specs.flatMap((spec, index) =>
  buildProvisionPlan(spec, { observed: emptyWorld(spec), instance: 'test' })
    .steps.filter(({ target, body }) => target === 'arm' && body)
    .filter(({ resource }) => !UNKNOWN_TO_CLIENTS.includes(resource.type))
    .map(({ id, resource, body }) => ({
      title: `${id} of specification ${index}`,
      type: resource.type as KnownType,
      body: withValues(body ?? {}),
    })),
);

describe('bodies, as the clients of Azure know them', () => {
  it.each(cases)('lose nothing: $title', async ({ type, body }) => {
    const { httpClient, sent } = createEcho(body);
    const roundTrip = ROUND_TRIPS[type];
    expect(roundTrip).toBeDefined();

    await roundTrip?.({ httpClient });

    expect(sent).toEqual([body]);
  });
});

function withValues(body: JsonObject): JsonObject {
  return JSON.parse(
    JSON.stringify(body, (_, value) =>
      value && typeof value === 'object' && '$from' in value
        ? '44444444-4444-4444-4444-444444444444'
        : value,
    ),
  );
}
