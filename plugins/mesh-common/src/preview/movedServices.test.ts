import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import { compileCluster } from '../compile';
import { evaluate } from '../evaluate/evaluate';
import { indexWorld } from '../evaluate/indexWorld';
import { buildModel } from '../model';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { binding, component, input, resource, stage } from '../testUtils';
import {
  applyChanges,
  planTown,
  townWorld,
} from './__testUtils__/tryEveryState';

// `web` calls `api`, which calls `db` and a host outside. `api` moves.

const places = ['front', 'old', 'new', 'later'];

type App = {
  homes: string[];
  needs?: string[];
  account?: string;
  label?: string;
  /** One more label. */
  tier?: string;
  port?: number;
};
type Apps = Record<string, App>;

const before: Apps = {
  web: { homes: ['front'], needs: ['api'] },
  api: { homes: ['old'], needs: ['db', 'bank'] },
  db: { homes: ['front'] },
};
const moved: Apps = { ...before, api: { ...before.api, homes: ['new'] } };

const refOf = (name: string) =>
  name === 'bank' ? 'resource:default/bank' : `component:default/${name}`;

const withMesh = (entity: Entity, mesh: JsonObject): Entity => ({
  ...entity,
  spec: { ...entity.spec, mesh },
});

/** Namespaces that are less far in the rollout than others. */
type Steps = Record<string, 'authorization'>;

function compileApps(apps: Apps, steps: Steps = {}): MeshObject[] {
  const services = Object.entries(apps).map(([name, app]) =>
    withMesh(component({ name, dependsOn: (app.needs ?? []).map(refOf) }), {
      serviceAccount: app.account ?? name,
      selector: {
        app: app.label ?? name,
        ...(app.tier && { tier: app.tier }),
      },
      ports: [
        {
          ...{ name: 'http', port: 80, protocol: 'http' },
          targetPort: app.port ?? 8080,
        },
      ],
      deployments: app.homes.map(namespace => ({
        ...{ cluster: 'shop-weu', namespace },
      })),
    }),
  );
  const bank = withMesh(resource({ name: 'bank', type: 'external-service' }), {
    hosts: ['api.bank.example.com'],
    ports: [{ port: 443, protocol: 'tls' }],
  });
  const { model } = buildModel(
    input([...services, bank], {
      bindings: places.map(place => binding(place)),
      stages: places.map(place =>
        stage(place, { created: false, step: steps[place] ?? 'network' }),
      ),
    }),
  );
  return compileCluster(model, 'shop-weu').objects.map(({ object }) => object);
}

const namespaces: MeshObject[] = places.map(name => ({
  ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
}));

type PodOptions = {
  app: string;
  namespace: string;
  account?: string;
  port?: number;
};

const podOf = ({ app, namespace, ...rest }: PodOptions): MeshObject => ({
  ...{ apiVersion: 'v1', kind: 'Pod' },
  metadata: { name: `${app}-1`, namespace, labels: { app } },
  spec: {
    serviceAccountName: rest.account ?? app,
    containers: [{ ports: [{ containerPort: rest.port ?? 8080 }] }],
  },
});

const pods = {
  web: podOf({ app: 'web', namespace: 'front' }),
  api: podOf({ app: 'api', namespace: 'old' }),
  db: podOf({ app: 'db', namespace: 'front' }),
};

/** What is there, and what is planned until there is nothing to do. */
class Cluster {
  #live: Map<string, MeshObject>;

  constructor(...objects: MeshObject[]) {
    this.#live = new Map(
      [...namespaces, ...objects].map(item => [objectKey(item), item]),
    );
  }

  /** Goes all the way; how many plans it took. */
  settle(
    apps: Apps,
    now = '2026-11-23T12:00:00.000Z',
    steps: Steps = {},
  ): number {
    const desired = compileApps(apps, steps);
    for (let plans = 0; plans < 10; plans += 1) {
      const { waves } = planTown(desired, this.#live, now);
      if (waves.length === 0) return plans;
      this.#live = applyChanges(this.#live, waves.flat());
    }
    throw new Error('The plans do not end');
  }

  /** Writes only some of the first plan. */
  begin(apps: Apps, count: number): void {
    const { waves } = planTown(compileApps(apps), this.#live);
    this.#live = applyChanges(this.#live, waves.flat().slice(0, count));
  }

  with(...objects: MeshObject[]): this {
    objects.forEach(item => this.#live.set(objectKey(item), item));
    return this;
  }

  without(...objects: MeshObject[]): this {
    objects.forEach(item => this.#live.delete(objectKey(item)));
    return this;
  }

  list(namespace: string, kind?: string): MeshObject[] {
    return [...this.#live.values()].filter(
      item =>
        item.metadata.namespace === namespace &&
        (kind === undefined || item.kind === kind),
    );
  }

  /** Of `api` in a namespace. */
  listOwn(namespace: string): string[] {
    return this.list(namespace)
      .filter(({ metadata }) => /-api-/.test(metadata.name))
      .map(({ kind }) => kind)
      .sort();
  }

  allows(from: MeshObject, to: MeshObject, port = 8080): boolean {
    const world = indexWorld([...this.#live.values()], townWorld);
    const [source, target] = [from, to].map(({ metadata, spec }) => ({
      namespace: metadata.namespace ?? '',
      labels: metadata.labels ?? {},
      serviceAccount: spec?.serviceAccountName as string,
      inMesh: true,
    }));
    const { decision } = evaluate(world, {
      source,
      destination: { ...target, port, protocol: 'http' },
      http: { method: 'GET', path: '/' },
    });
    return decision === 'allow';
  }
}

const start = () => {
  const cluster = new Cluster(...Object.values(pods));
  cluster.settle(before);
  return cluster;
};
const callsOf = (cluster: Cluster) => [
  cluster.allows(pods.web, pods.api),
  cluster.allows(pods.api, pods.db),
];
const BOTH = [true, true];
const NONE = [false, false];
const KINDS = [
  'AuthorizationPolicy',
  'NetworkPolicy',
  'ServiceEntry',
  'Sidecar',
];

describe('a service that moves to another namespace', () => {
  it('keeps its calls and all that is about them until its old pods are gone', () => {
    const cluster = start();
    cluster.settle(moved);
    expect(callsOf(cluster)).toEqual(BOTH);
    expect(cluster.listOwn('old')).toEqual(KINDS);
    expect(
      cluster.allows(pods.web, podOf({ app: 'api', namespace: 'new' })),
    ).toBe(true);
    cluster.without(pods.api).with(podOf({ app: 'api', namespace: 'new' }));
    cluster.settle(moved);
    expect(callsOf(cluster)).toEqual(NONE);
    expect(cluster.listOwn('old')).toEqual([]);
    const text = JSON.stringify([
      ...cluster.list('front'),
      ...cluster.list('new'),
    ]);
    expect(text).not.toContain('/ns/old/');
    expect(text).not.toContain('meshwright.io/moving');
    expect(text).not.toContain('meshwright.io/admitted-until');
  });

  it('is known by its old name to the proxies of its consumers', () => {
    const cluster = start();
    cluster.settle(moved);
    const hosts = JSON.stringify(cluster.list('front', 'Sidecar'));
    expect(hosts).toContain('"old/api.old.svc.cluster.local"');
    expect(hosts).toContain('"new/api.new.svc.cluster.local"');
    cluster.without(pods.api);
    cluster.settle(moved);
    expect(JSON.stringify(cluster.list('front', 'Sidecar'))).not.toContain(
      'old/',
    );
  });

  it('is given up after a day, whether pods run or not', () => {
    const cluster = start();
    cluster.settle(moved);
    cluster.settle(moved, '2026-11-24T11:59:00.000Z');
    expect(callsOf(cluster)).toEqual(BOTH);
    cluster.settle(moved, '2026-11-24T12:00:00.000Z');
    expect(callsOf(cluster)).toEqual(NONE);
    expect(cluster.listOwn('old')).toEqual([]);
    expect(cluster.settle(moved, '2026-11-25T12:00:00.000Z')).toBe(0);
  });

  it.each<[string, Apps, boolean[]]>([
    ['the edge to it', { ...moved, web: { homes: ['front'] } }, [false, true]],
    [
      'the edge from it',
      { ...moved, api: { homes: ['new'], needs: ['bank'] } },
      [true, false],
    ],
  ])('loses at once, with the move or later, %s', (_, revoked, left) => {
    const cluster = start();
    cluster.settle(revoked);
    expect(callsOf(cluster)).toEqual(left);
    const later = start();
    later.settle(moved);
    later.settle(revoked);
    expect(callsOf(later)).toEqual(left);
  });

  it('keeps its calls when others change meanwhile, and it too', () => {
    const cluster = start();
    const renewed = {
      web: podOf({ app: 'web-2', namespace: 'front', account: 'web-2' }),
      api: podOf({
        ...{ app: 'api-2', namespace: 'new', account: 'api-2' },
        port: 9090,
      }),
    };
    cluster.settle({
      ...moved,
      web: { ...moved.web, account: 'web-2', label: 'web-2' },
      api: { ...moved.api, account: 'api-2', label: 'api-2', port: 9090 },
    });
    expect(callsOf(cluster)).toEqual(BOTH);
    expect(cluster.allows(renewed.web, pods.api)).toBe(true);
    expect(cluster.allows(pods.web, renewed.api, 9090)).toBe(true);
    expect(cluster.allows(renewed.api, pods.db)).toBe(true);
    expect(cluster.allows(pods.web, pods.api, 9090)).toBe(true);
  });

  it('leaves what it has as it is where its new place is less far', () => {
    const cluster = start();
    const steps = { new: 'authorization' } as const;
    const now = '2026-11-23T13:00:00.000Z';
    cluster.settle({ ...before, api: { ...before.api, port: 9090 } });
    const list = () =>
      cluster
        .list('old', 'NetworkPolicy')
        .map(({ spec = {} }) => [spec.ingress, spec.egress]);
    const known = list();
    const later = { ...moved, api: { ...moved.api, port: 9090 } };
    // It once got its old number once more in every plan.
    cluster.settle(later, now, steps);
    expect(list()).toEqual(known);
    expect(callsOf(cluster)).toEqual(BOTH);
    expect(cluster.settle(later, now, steps)).toBe(0);
  });

  it('keeps what it has left behind on the way and back', () => {
    const cluster = start();
    cluster.settle(moved);
    const next = podOf({ app: 'api', namespace: 'new' });
    cluster.with(next);
    cluster.settle({ ...moved, api: { ...moved.api, homes: ['later'] } });
    expect(callsOf(cluster)).toEqual(BOTH);
    expect(cluster.allows(pods.web, next)).toBe(true);
    cluster.settle(before);
    expect(callsOf(cluster)).toEqual(BOTH);
    expect(cluster.allows(pods.web, next)).toBe(true);
    cluster.without(next);
    cluster.settle(before);
    expect(cluster.listOwn('new')).toEqual([]);
    expect(cluster.listOwn('old')).toEqual(KINDS);
  });

  it('keeps its calls when any part of the first plan is all that was written', () => {
    for (let count = 1; count < 20; count += 3) {
      const cluster = start();
      cluster.begin(moved, count);
      expect([count, callsOf(cluster)]).toEqual([count, BOTH]);
      cluster.settle(moved);
      expect([count, callsOf(cluster)]).toEqual([count, BOTH]);
    }
  });

  it.each<[string, Apps]>([
    ['labels', { ...moved, other: { homes: ['old'], label: 'api' } }],
    [
      'labels and account',
      { ...moved, other: { homes: ['old'], label: 'api', account: 'api' } },
    ],
  ])('leaves nothing to a service that takes over its %s', (_, apps) => {
    const cluster = start();
    cluster.settle(apps);
    const other = podOf({
      ...{ app: 'api', namespace: 'old' },
      account: apps.other.account ?? 'other',
    });
    cluster.with(other);
    expect(cluster.allows(pods.web, other)).toBe(false);
    expect(cluster.allows(other, pods.db)).toBe(false);
  });

  it('leaves nothing to a service whose labels are more than its own', () => {
    const cluster = start();
    const tier = 'edge';
    cluster.settle({ ...moved, other: { homes: ['old'], label: 'api', tier } });
    const pod = podOf({ app: 'api', namespace: 'old', account: 'other' });
    const { metadata } = pod;
    const other = {
      ...pod,
      metadata: { ...metadata, labels: { ...metadata.labels, tier } },
    };
    expect(cluster.listOwn('old')).toEqual([]);
    expect(cluster.allows(pods.web, other)).toBe(false);
    expect(cluster.allows(other, pods.db)).toBe(false);
  });

  it('leaves its calls to no service that takes over its account', () => {
    const cluster = start();
    cluster.settle({ ...moved, other: { homes: ['old'], account: 'api' } });
    const other = podOf({ app: 'other', namespace: 'old', account: 'api' });
    expect(cluster.allows(other, pods.db)).toBe(false);
    expect(cluster.allows(pods.web, other)).toBe(false);
    expect(cluster.allows(pods.web, pods.api)).toBe(true);
    const text = JSON.stringify(cluster.list('front', 'AuthorizationPolicy'));
    expect(text).not.toContain('/ns/old/sa/api');
  });

  it('is no move when one of its deployments is taken out', () => {
    const both: Apps = {
      ...before,
      api: { ...before.api, homes: ['old', 'new'] },
    };
    const cluster = start();
    cluster.settle(both);
    expect(callsOf(cluster)).toEqual(BOTH);
    cluster.settle(moved);
    expect(callsOf(cluster)).toEqual(NONE);
    expect(cluster.listOwn('old')).toEqual([]);
  });

  describe('into two new ones at once', () => {
    const split: Apps = {
      ...before,
      api: { ...before.api, homes: ['new', 'later'] },
    };
    const next = ['new', 'later'].map(namespace =>
      podOf({ app: 'api', namespace }),
    );
    const ofNew = (cluster: Cluster) =>
      next.flatMap(pod => [
        cluster.allows(pods.web, pod),
        cluster.allows(pod, pods.db),
      ]);

    it('keeps its calls until its old pods are gone', () => {
      const cluster = start();
      cluster.settle(split);
      expect(callsOf(cluster)).toEqual(BOTH);
      expect(ofNew(cluster)).toEqual([...BOTH, ...BOTH]);
      cluster.without(pods.api).with(next[1]);
      cluster.settle(split);
      expect(callsOf(cluster)).toEqual(NONE);
      expect(ofNew(cluster)).toEqual([...BOTH, ...BOTH]);
      expect(cluster.listOwn('old')).toEqual([]);
      const text = JSON.stringify(
        ['front', 'new', 'later'].flatMap(place => cluster.list(place)),
      );
      expect(text).not.toContain('/ns/old/');
      expect(text).not.toContain('meshwright.io/moving');
    });

    it('keeps them when any part of the first plan is all that was written', () => {
      for (let count = 1; count < 26; count += 3) {
        const cluster = start();
        cluster.begin(split, count);
        expect([count, callsOf(cluster)]).toEqual([count, BOTH]);
        cluster.settle(split);
        expect([count, callsOf(cluster)]).toEqual([count, BOTH]);
      }
    });

    it('keeps them when the second comes while it moves to the first', () => {
      const cluster = start();
      cluster.settle(moved);
      cluster.settle(split);
      expect(callsOf(cluster)).toEqual(BOTH);
      expect(ofNew(cluster)).toEqual([...BOTH, ...BOTH]);
    });

    it('loses the edges that are revoked at once', () => {
      const cluster = start();
      cluster.settle({ ...split, web: { homes: ['front'] } });
      expect(callsOf(cluster)).toEqual([false, true]);
    });

    it('is given up after a day', () => {
      const cluster = start();
      cluster.settle(split);
      cluster.settle(split, '2026-11-24T11:59:00.000Z');
      expect(callsOf(cluster)).toEqual(BOTH);
      cluster.settle(split, '2026-11-24T12:00:00.000Z');
      expect(callsOf(cluster)).toEqual(NONE);
      expect(cluster.listOwn('old')).toEqual([]);
      expect(cluster.settle(split, '2026-11-25T12:00:00.000Z')).toBe(0);
    });
  });

  it('is no move of what another installation has', () => {
    const cluster = new Cluster(...Object.values(pods));
    const foreign = compileApps(before)
      .filter(({ metadata }) => metadata.namespace === 'old')
      .map(object => ({
        ...object,
        metadata: {
          ...object.metadata,
          labels: {
            ...object.metadata.labels,
            'meshwright.io/instance': 'theirs',
          },
        },
      }));
    cluster.with(...foreign);
    cluster.settle({ ...moved, web: { homes: ['front'], needs: ['api'] } });
    const text = JSON.stringify([
      ...cluster.list('front'),
      ...cluster.list('new'),
    ]);
    expect(text).not.toContain('/ns/old/');
    expect(text).not.toContain('meshwright.io/moving');
  });
});
