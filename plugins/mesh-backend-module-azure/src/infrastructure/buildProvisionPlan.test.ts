import type { JsonObject, JsonValue } from '@backstage/types';
import {
  buildAddressPlan,
  type MeshClusterSpec,
  orderSteps,
} from '@meshwright/plugin-mesh-common';
import {
  arbitraryClusterSpec,
  clusterSpec,
  edgeAnswers,
} from '@meshwright/plugin-mesh-common/testUtils';
import fc from 'fast-check';
import { get, map, set } from 'lodash';
import { buildClusterSettings, buildProvisionPlan, buildRetirePlan } from '.';
import {
  adoptedWorld,
  emptyWorld,
  lookAgain,
  worldAfter,
} from './__testUtils__/observedWorlds';
import { deriveIds } from './ids';
import type { ObservedInfrastructure } from './observed';

const instance = 'test';
const RUNS = { numRuns: 100 };

const plan = (spec: MeshClusterSpec, observed = emptyWorld(spec)) =>
  buildProvisionPlan(spec, { observed, instance });

const errors = (spec: MeshClusterSpec, observed: ObservedInfrastructure) =>
  plan(spec, observed)
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ field, message }) => `${field}: ${message}`);

/** A world in which the cluster is as it was planned. */
function finished(spec: MeshClusterSpec) {
  const observed = emptyWorld(spec);
  return worldAfter(observed, plan(spec, observed));
}

function change(
  world: ObservedInfrastructure,
  id: string,
  edits: Record<string, JsonValue>,
): ObservedInfrastructure {
  const live = structuredClone(world.resources[id.toLowerCase()] ?? {});
  Object.entries(edits).forEach(([path, value]) => set(live, path, value));
  return {
    ...world,
    resources: { ...world.resources, [id.toLowerCase()]: live },
  };
}

describe('buildProvisionPlan', () => {
  it('waits for what is needed, whatever is asked for', () => {
    fc.assert(
      fc.property(arbitraryClusterSpec(), spec => {
        const { steps } = plan(spec);

        expect(orderSteps(steps).map(({ id }) => id)).toEqual(
          steps.map(({ id }) => id),
        );
        expect(steps.every(({ operation }) => operation !== 'update')).toBe(
          true,
        );
      }),
      RUNS,
    );
  });

  it('names nothing that is neither planned before nor named by the answers', () => {
    fc.assert(
      fc.property(arbitraryClusterSpec(), spec => {
        const { steps } = plan(spec);
        const given = JSON.stringify(spec).toLowerCase();
        const before = new Map(
          steps.map(step => [step.id, new Set<string>(step.dependsOn)]),
        );
        for (const { id } of steps) {
          const all = before.get(id) ?? new Set();
          for (const needed of [...all]) {
            before.get(needed)?.forEach(one => all.add(one));
          }
        }
        const stepOf = new Map(
          steps.map(step => [step.resource.id.toLowerCase(), step.id]),
        );
        for (const step of steps.filter(({ target }) => target === 'arm')) {
          for (const id of listReferences(step.body)) {
            const key = rootOf(id);
            const own = stepOf.get(key);
            const isKnown =
              own === step.id ||
              (own !== undefined && before.get(step.id)?.has(own)) ||
              given.includes(key);
            expect([step.id, id, isKnown]).toEqual([step.id, id, true]);
          }
        }
      }),
      RUNS,
    );
  });

  it('has nothing to do when all is as planned', () => {
    fc.assert(
      fc.property(arbitraryClusterSpec(), spec => {
        const { steps } = plan(spec, finished(spec));

        expect(
          steps
            .filter(({ operation }) => !['keep', 'check'].includes(operation))
            .map(({ id, changes }) => ({ id, changes })),
        ).toEqual([]);
      }),
      RUNS,
    );
  });

  it('retires what it made in reverse, and nothing else', () => {
    fc.assert(
      fc.property(arbitraryClusterSpec(), spec => {
        const observed = finished(spec);
        const made = plan(spec).steps.filter(
          ({ target, operation }) => target === 'arm' && operation === 'create',
        );
        const { steps } = buildRetirePlan(spec, { observed, instance });
        const at = new Map(steps.map(({ id }, index) => [id, index]));

        expect(new Set(steps.map(({ id }) => id))).toEqual(
          new Set(made.map(({ id }) => id)),
        );
        for (const { id, dependsOn } of made) {
          for (const needed of dependsOn.filter(one => at.has(one))) {
            expect(at.get(id)).toBeLessThan(at.get(needed) ?? -1);
          }
        }
      }),
      RUNS,
    );
  });

  it('lets nothing overlap', () => {
    fc.assert(
      fc.property(arbitraryClusterSpec(), spec => {
        expect(
          buildAddressPlan(spec).flatMap(({ overlaps }) => overlaps),
        ).toEqual([]);
      }),
      RUNS,
    );
  });

  it('does not let the application gateway wait for the cluster', () => {
    const { steps, criticalPath } = plan(clusterSpec({ edge: edgeAnswers() }));
    const gateway = steps.find(({ id }) => id === 'gateway');

    expect(gateway?.dependsOn).not.toContain('cluster');
    expect(criticalPath.steps).toContain('cluster');
    expect(criticalPath.steps).not.toContain('gateway');
  });

  it('lets in explicit hosts only, each with its own priority', () => {
    const { steps } = plan(clusterSpec({ edge: edgeAnswers() }));
    const gateway = steps.find(({ id }) => id === 'gateway')?.body ?? {};
    const priorities = map(
      get(gateway, 'properties.requestRoutingRules') as object[],
      'properties.priority',
    );

    expect(
      map(
        get(gateway, 'properties.httpListeners') as object[],
        'properties.hostNames',
      ),
    ).toEqual([
      ['www.example.com'],
      ['www.example.com'],
      ['*.shop.example.com'],
      ['*.shop.example.com'],
    ]);
    expect(new Set(priorities).size).toBe(priorities.length);
    expect(get(gateway, 'properties.probes[0].properties.protocol')).toBe(
      get(
        gateway,
        'properties.backendHttpSettingsCollection[0].properties.protocol',
      ),
    );
  });

  it('chooses the newest pair that fits', () => {
    const { steps, problems } = plan(clusterSpec());
    const cluster = steps.find(({ id }) => id === 'cluster')?.body ?? {};

    expect(problems).toEqual([]);
    expect(get(cluster, 'properties.kubernetesVersion')).toBe('1.36');
    expect(
      get(cluster, 'properties.serviceMeshProfile.istio.revisions'),
    ).toEqual(['asm-1-30']);
  });
});

describe('problems that show before the first write', () => {
  const spec = clusterSpec();
  const ids = deriveIds(spec);
  const world = () => emptyWorld(spec);
  const lists = (known: ObservedInfrastructure['lists']) => {
    const observed = world();
    return { ...observed, lists: { ...observed.lists, ...known } };
  };
  const asked = (kubernetes: JsonObject, mesh: JsonObject = {}) =>
    clusterSpec({
      kubernetes: {
        adminGroups: ['11111111-1111-1111-1111-111111111111'],
        ...kubernetes,
      },
      mesh,
    });

  it.each<[string, MeshClusterSpec, ObservedInfrastructure, string]>([
    [
      'a pair that does not fit',
      asked({ version: '1.37' }),
      world(),
      'kubernetes.version: ',
    ],
    [
      'a version that is gone',
      asked({ version: '1.29' }),
      world(),
      'kubernetes.version: ',
    ],
    [
      'a revision that is gone',
      asked({}, { revision: 'asm-1-27' }),
      world(),
      'mesh.revision: ',
    ],
    [
      'long-term support in the wrong tier',
      asked({ version: '1.33' }),
      world(),
      'kubernetes.version: ',
    ],
    [
      'too few cores',
      spec,
      lists({
        computeUsages: [
          { name: { value: 'cores' }, currentValue: 8, limit: 10 },
        ],
      }),
      'nodes.max: ',
    ],
    [
      'too few addresses',
      spec,
      lists({
        networkUsages: [
          { name: { value: 'PublicIPAddresses' }, currentValue: 10, limit: 10 },
        ],
      }),
      'region: ',
    ],
    ['a size that is not there', spec, lists({ sizes: [] }), 'nodes.size: '],
    [
      'zones that are not there',
      spec,
      lists({
        sizes: [
          { name: spec.nodes.size, locationInfo: [{ zones: ['1', '2'] }] },
        ],
      }),
      'kubernetes.zones: ',
    ],
    [
      'missing rights',
      spec,
      lists({
        permissions: [
          { actions: ['*'], notActions: ['Microsoft.Authorization/*/Write'] },
        ],
      }),
      "resourceGroup: The identity that writes lacks the right 'Microsoft.Authorization/roleAssignments/write'",
    ],
    [
      'lists that cannot be read',
      spec,
      lists({ meshRevisions: undefined }),
      'region: ',
    ],
    [
      'a resource that cannot be read',
      spec,
      (() => {
        const observed = world();
        const id = ids.virtualNetwork.toLowerCase();
        const { [id]: _, ...resources } = observed.resources;
        return { ...observed, resources, unreadable: { [id]: 'Forbidden' } };
      })(),
      'network.range: ',
    ],
    [
      'what another installation made',
      spec,
      change(finished(spec), ids.zone, { 'tags.meshwright-instance': 'other' }),
      'dns.zone: ',
    ],
    [
      'another region',
      spec,
      change(finished(spec), ids.logs, { location: 'westus3' }),
      'region: ',
    ],
    [
      'another range for pods',
      spec,
      change(finished(spec), ids.cluster, {
        'properties.networkProfile.podCidr': '10.100.0.0/16',
      }),
      'network.pods: ',
    ],
    [
      'another size of nodes',
      spec,
      change(finished(spec), ids.cluster, {
        'properties.agentPoolProfiles[0].vmSize': 'Standard_B2s',
      }),
      'nodes.size: ',
    ],
    [
      'an upgrade of the mesh',
      asked({}, { revision: 'asm-1-29' }),
      finished(spec),
      'mesh.revision: ',
    ],
    [
      'an API server that is public',
      spec,
      change(finished(spec), ids.cluster, {
        'properties.apiServerAccessProfile.enablePrivateCluster': false,
      }),
      'kubernetes.access: ',
    ],
  ])('name %s', (...[, answers, observed, expected]) => {
    expect(errors(answers, observed)).toContainEqual(
      expect.stringContaining(expected),
    );
  });

  it('name a vault that others deleted, and recover our own', () => {
    const own = clusterSpec({
      edge: {
        hosts: ['www.example.com'],
        certificateSecretId: `https://${deriveIds(spec)
          .vault.split('/')
          .pop()}.vault.azure.net/secrets/www`,
      },
    });
    const deletedBy = (tags: JsonObject) =>
      change(emptyWorld(own), ids.deletedVault, {
        properties: { vaultId: ids.vault, tags },
      });
    const ours = {
      'managed-by': 'meshwright',
      'meshwright-instance': instance,
      'meshwright-cluster': own.name,
    };

    expect(errors(own, deletedBy({}))).toEqual([
      expect.stringContaining('held by one that others deleted'),
    ]);
    expect(errors(own, deletedBy(ours))).toEqual([]);
  });
});

describe('a cluster of others', () => {
  const spec = clusterSpec();
  const foreign = () => adoptedWorld(spec);

  it('gets what the mesh needs, and stays theirs', () => {
    const { steps, problems } = plan(spec, foreign());
    const of = (id: string) => steps.find(step => step.id === id);

    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(of('group')?.operation).toBe('leave');
    expect(of('zone')?.operation).toBe('leave');
    expect(of('cluster')).toMatchObject({
      operation: 'update',
      changes: expect.arrayContaining([
        {
          path: 'properties.serviceMeshProfile.mode',
          from: 'Disabled',
          to: 'Istio',
        },
      ]),
    });
    expect(of('cluster')?.body).not.toHaveProperty('tags');
    expect(of('cluster')?.body).not.toHaveProperty('identity');
    expect(of('network')?.changes.map(({ path }) => path)).toEqual([
      'properties.subnets[snet-ingress]',
      'properties.subnets[snet-private-endpoints]',
    ]);
  });

  it('is left alone when the mesh goes', () => {
    const observed = foreign();
    const { steps } = buildRetirePlan(spec, { observed, instance });
    const left = steps.filter(({ operation }) => operation === 'leave');

    expect(left.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['cluster', 'network', 'zone', 'group']),
    );
  });
});

describe('buildRetirePlan', () => {
  it('keeps a group with something of others in it', () => {
    const spec = clusterSpec();
    const world = finished(spec);
    const observed = {
      ...world,
      lists: {
        ...world.lists,
        groupResources: [{ id: '/subscriptions/x/other' }],
      },
    };

    expect(
      buildRetirePlan(spec, { observed, instance }).steps.find(
        ({ id }) => id === 'group',
      ),
    ).toMatchObject({
      operation: 'leave',
      reason: expect.stringContaining('/subscriptions/x/other'),
    });
  });
});

describe('a way in that was given up', () => {
  const before = clusterSpec({ edge: edgeAnswers() });
  const spec = clusterSpec();
  const world = finished(before);
  const observed = lookAgain(spec, {
    ...world,
    lists: {
      ...world.lists,
      groupResources: plan(before)
        .steps.filter(({ body, target }) => target === 'arm' && body?.tags)
        .filter(({ id }) => id !== 'group')
        .map(({ resource: { id, type }, body }) => ({
          id,
          type,
          tags: body?.tags,
        })),
    },
  });

  it('is named, and goes with the cluster', () => {
    const { steps } = buildRetirePlan(spec, { observed, instance });
    const at = (id: string) => steps.findIndex(step => step.id === id);

    expect(plan(spec, observed).problems).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: expect.stringContaining('agw-shop-neu'),
      }),
    ]);
    expect(steps.every(({ operation }) => operation === 'delete')).toBe(true);
    expect(at('leftover/agw-shop-neu')).toBeGreaterThanOrEqual(0);
    expect(at('leftover/agw-shop-neu')).toBeLessThan(at('network'));
    expect(at('leftover/agw-shop-neu')).toBeLessThan(
      at('leftover/pip-shop-neu-agw'),
    );
    expect(at('network')).toBeLessThan(at('leftover/nsg-shop-neu-agw'));
    expect(at('group')).toBe(steps.length - 1);
  });
});

describe('buildClusterSettings', () => {
  it('reaches the cluster and its metrics', () => {
    const spec = clusterSpec({ edge: edgeAnswers() });
    const { metrics } = deriveIds(spec);
    const observed = change(finished(spec), metrics, {
      'properties.metrics': { prometheusQueryEndpoint: 'https://prom' },
    });

    expect(buildClusterSettings(spec, observed)).toMatchObject({
      type: 'aks',
      revision: 'asm-1-30',
      istio: '1.30',
      gateways: {
        internal: { address: '10.240.4.4' },
        public: { tlsCredential: 'shop' },
      },
      applicationGateway: {
        subnet: '10.240.5.0/24',
        probeHosts: ['meshwright-probe.shop.example.com'],
      },
      prometheus: { type: 'azure-monitor', url: 'https://prom' },
    });
  });
});

function listReferences(value: unknown): string[] {
  if (typeof value === 'string') {
    return /^\/subscriptions\//i.test(value) ? [value] : [];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, item]) => [
    ...listReferences(key),
    ...listReferences(item),
  ]);
}

/** Of a part the whole; built-in roles are there always. */
function rootOf(id: string): string {
  const key = id.toLowerCase();
  return key.includes('/roledefinitions/')
    ? ''
    : key.split('/').slice(0, 9).join('/');
}
