import type { JsonObject } from '@backstage/types';
import fc from 'fast-check';
import type { MeshClusterSpec } from '../provision/spec';
import { clusterAnswers, clusterSpec, edgeAnswers } from './clusterSpec';

const SUBSCRIPTION =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups';

/** A pods' range of the usual size holds no more, with those of an upgrade. */
const MOST_WITH_PODS = 190;

/** Left out about as often as not. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });

/**
 * Valid specifications of every kind: with and without edge, peers, clients,
 * zones, versions and ranges that were given instead of derived; large and
 * small.
 *
 * @public
 */
export function arbitraryClusterSpec(): fc.Arbitrary<MeshClusterSpec> {
  return arbitraryClusterAnswers().map(clusterSpec);
}

/** Answers that make such a specification, with much left out. @public */
export function arbitraryClusterAnswers(): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      network: network(),
      basics: basics(),
      kubernetes: kubernetes(),
      edge: maybe(edge()),
      monitoring: maybe(monitoring()),
      links: fc.uniqueArray(fc.nat(20), { maxLength: 3 }),
    })
    .map(({ network: net, basics: known, links, ...rest }) =>
      clusterAnswers(
        clean({
          ...known,
          ...rest,
          network: net.network,
          nodes: net.nodes,
          dns: {
            zone: `${known.zone}.internal`,
            links: links.map(
              n =>
                `${SUBSCRIPTION}/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-${n}`,
            ),
          },
          zone: undefined,
        }),
      ),
    );
}

function basics() {
  return fc.record({
    name: fc.stringMatching(/^[a-z][a-z0-9]{0,12}(-[a-z0-9]{1,12})?$/),
    environment: fc.constantFrom('production', 'test', 'dev'),
    owner: fc.constantFrom('group:default/platform', 'group:ops/weu'),
    region: fc.constantFrom('westeurope', 'northeurope', 'eastus2'),
    resourceGroup: maybe(fc.constantFrom('rg-mesh', 'Mesh_(prod).1')),
    tags: maybe(
      fc.dictionary(fc.stringMatching(/^cost-[a-z]{1,5}$/), fc.string(), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    ),
    zone: fc.constantFrom('mesh', 'shop.mesh', 'prod'),
    mesh: maybe(
      fc.constantFrom({ revision: 'asm-1-29' }, { ca: 'istiod' }, {}),
    ),
  });
}

/** Ranges whose second number is their own overlap nothing. */
function network() {
  return fc
    .record({
      own: fc.uniqueArray(fc.integer({ min: 0, max: 239 }), {
        minLength: 6,
        maxLength: 6,
      }),
      prefix: fc.integer({ min: 16, max: 23 }),
      peers: fc.integer({ min: 0, max: 3 }),
      pods: fc.boolean(),
      services: maybe(fc.integer({ min: 16, max: 29 })),
      clients: fc.boolean(),
      subnets: fc.boolean(),
      percent: fc.integer({ min: 0, max: 100 }),
      maxPods: maybe(fc.integer({ min: 10, max: 250 })),
    })
    .map(({ own: [vnet, pods, office, ...others], ...chosen }) => {
      const { prefix, percent } = chosen;
      const most = Math.min(
        chosen.pods ? MOST_WITH_PODS : 1000,
        prefix <= 20 ? 1000 : 2 ** (30 - prefix),
      );
      const max = Math.max(1, Math.round((percent * most) / 100));
      return {
        network: clean({
          range: `10.${vnet}.0.0/${prefix}`,
          pods: chosen.pods ? `10.${pods}.0.0/16` : undefined,
          services: chosen.services && `172.${chosen.services}.0.0/16`,
          peers: others.slice(0, chosen.peers).map(n => `10.${n}.0.0/16`),
          clients: chosen.clients
            ? [`10.${others[0]}.8.0/24`, `10.${office}.0.0/20`]
            : undefined,
          subnets:
            chosen.subnets && prefix === 16
              ? { nodes: `10.${vnet}.128.0/20`, ingress: `10.${vnet}.7.0/27` }
              : undefined,
        }),
        nodes: clean({
          min: Math.ceil(max / 3),
          max,
          maxPods: chosen.maxPods,
        }),
      };
    });
}

function kubernetes() {
  return fc
    .record({
      adminGroups: fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 3 }),
      version: maybe(fc.constantFrom('1.33', '1.34', '1.35')),
      tier: maybe(fc.constantFrom('Free', 'Standard', 'Premium')),
      access: maybe(
        fc.constantFrom(
          { type: 'private' },
          { type: 'authorizedRanges', ranges: ['203.0.113.0/24'] },
        ),
      ),
      upgradeChannel: maybe(fc.constantFrom('patch', 'stable', 'none')),
      nodeImageChannel: maybe(fc.constantFrom('NodeImage', 'SecurityPatch')),
      zones: maybe(fc.subarray(['1', '2', '3'])),
    })
    .map(clean);
}

function edge() {
  return fc
    .record({
      hosts: fc.subarray(
        ['*.shop.example.com', 'www.example.com', 'pay.example.org'],
        { minLength: 1 },
      ),
      backend: maybe(fc.constantFrom('https', 'http')),
      waf: maybe(fc.constantFrom('Prevention', 'Detection')),
      minCapacity: maybe(fc.integer({ min: 0, max: 10 })),
      maxCapacity: maybe(fc.integer({ min: 10, max: 120 })),
      ownVault: fc.boolean(),
    })
    .map(({ ownVault, ...chosen }) =>
      clean(
        edgeAnswers(clean({ ...chosen, ...(ownVault && { vaultId: null }) })),
      ),
    );
}

function monitoring() {
  return fc
    .record({
      logRetentionDays: maybe(fc.integer({ min: 30, max: 730 })),
      actionGroups: maybe(
        fc.constant([
          `${SUBSCRIPTION}/rg-ops/providers/Microsoft.Insights/actionGroups/on-call`,
        ]),
      ),
    })
    .map(clean);
}

/** Without what is undefined or null: JSON as a form sends it. */
function clean(values: Record<string, unknown>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== undefined && value !== null,
    ),
  ) as JsonObject;
}
