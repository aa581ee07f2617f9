import { compileCluster } from '../compile';
import { evaluate } from '../evaluate/evaluate';
import { indexWorld } from '../evaluate/indexWorld';
import { buildModel } from '../model';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import type { Plan } from '../plan/types';
import { binding, component, input, stage } from '../testUtils';
import {
  applyChanges,
  planTown,
  townWorld,
} from './__testUtils__/tryEveryState';

// `web` calls `api`, which calls `db`. The labels of `api` change again and
// again, sooner than its old pods go.

const portOf = { name: 'http', port: 80, targetPort: 8080, protocol: 'http' };

function compileFor(label: string): MeshObject[] {
  const calls = { web: ['api'], api: ['db'], db: [] };
  const entities = Object.entries(calls).map(([name, called]) =>
    component({
      name,
      dependsOn: called.map(other => `component:default/${other}`),
      mesh: {
        namespace: 'shop',
        selector: { app: name === 'api' ? label : name },
        ports: [portOf],
      },
    }),
  );
  const { model } = buildModel(
    input(entities, { bindings: [binding('shop')], stages: [stage('shop')] }),
  );
  return compileCluster(model, 'shop-weu').objects.map(({ object }) => object);
}

const namespace: MeshObject = {
  ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
};

const podOf = (name: string, app: string): MeshObject => ({
  ...{ apiVersion: 'v1', kind: 'Pod' },
  metadata: { name: app, namespace: 'shop', labels: { app } },
  spec: {
    serviceAccountName: name,
    containers: [{ ports: [{ containerPort: 8080 }] }],
  },
});

class Cluster {
  live = new Map<string, MeshObject>();

  constructor() {
    [namespace, podOf('web', 'web'), podOf('db', 'db')].forEach(object =>
      this.live.set(objectKey(object), object),
    );
  }

  /** The pods of `api` that run from now on. */
  run(...labels: string[]): this {
    for (const [key, { kind, metadata }] of this.live) {
      if (kind === 'Pod' && metadata.name.startsWith('api')) {
        this.live.delete(key);
      }
    }
    for (const label of labels) {
      const pod = podOf('api', label);
      this.live.set(objectKey(pod), pod);
    }
    return this;
  }

  /** Goes all the way; tells of each state on it. */
  settle(label: string, look: () => void = () => undefined): this {
    const desired = compileFor(label);
    for (let plans = 0; plans < 12; plans += 1) {
      const { waves }: Plan = planTown(desired, this.live);
      if (waves.length === 0) return this;
      for (const wave of waves) {
        const before = this.live;
        for (const change of wave) {
          // Each change of a wave may be the first of them.
          this.live = applyChanges(before, [change]);
          look();
        }
        this.live = applyChanges(before, wave);
        look();
      }
    }
    throw new Error('The plans do not end');
  }

  /** Whether pods with these labels can call and be called. */
  works(label: string): boolean {
    const world = indexWorld([...this.live.values()], townWorld);
    const partyOf = (name: string, app: string) => ({
      ...{ namespace: 'shop', labels: { app }, serviceAccount: name },
      inMesh: true,
    });
    const api = partyOf('api', label);
    return [
      [partyOf('web', 'web'), api],
      [api, partyOf('db', 'db')],
    ].every(
      ([source, destination]) =>
        evaluate(world, {
          source,
          destination: { ...destination, port: 8080, protocol: 'http' },
          http: { method: 'GET', path: '/' },
        }).decision === 'allow',
    );
  }

  names(): string[] {
    return [...this.live.values()]
      .filter(({ kind }) => kind.endsWith('Policy'))
      .map(({ metadata }) => metadata.name)
      .filter(name => /-(next|old\d?)$/.test(name));
  }
}

describe('a service whose labels change again before its old pods are gone', () => {
  const start = () => new Cluster().run('api').settle('api').settle('api-2');

  it.each([
    ['the oldest have gone', ['api-2']],
    ['the oldest still run', ['api', 'api-2']],
  ])('keeps the calls of all its pods, when %s', (_, running) => {
    const cluster = start().run(...running);
    const check = () =>
      running.forEach(label =>
        expect({ label, works: cluster.works(label) }).toEqual({
          label,
          works: true,
        }),
      );

    cluster.settle('api-3', check);
    check();
    expect(cluster.works('api-3')).toBe(true);
    running.push('api-3');
    cluster.run(...running).settle('api-3', check);
    check();

    cluster.run('api-3').settle('api-3');
    expect(cluster.works('api-3')).toBe(true);
    expect(['api', 'api-2'].map(label => cluster.works(label))).toEqual([
      false,
      false,
    ]);
    expect(cluster.names()).toEqual([]);
  });

  it('goes back to the labels of before', () => {
    const cluster = start().run('api', 'api-2');
    const check = () => {
      expect(cluster.works('api')).toBe(true);
      expect(cluster.works('api-2')).toBe(true);
    };

    cluster.settle('api', check);
    check();

    cluster.run('api').settle('api');
    expect(cluster.works('api')).toBe(true);
    expect(cluster.works('api-2')).toBe(false);
    expect(cluster.names()).toEqual([]);
  });
});
