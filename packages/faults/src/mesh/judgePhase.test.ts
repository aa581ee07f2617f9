import {
  buildModel,
  compileCluster,
  createPlan,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import { input } from '@meshwright/plugin-mesh-common/testUtils';
import type { Declared } from './findDropped';
import { judgePhase } from './judgePhase';
import { listCalls } from './listCalls';
import { Recording } from './Recording';
import {
  type App,
  clusterOf,
  OWNERS,
  STEPS,
  toBindings,
  toClusterConfig,
  toEntities,
  toStage,
  type Town,
} from './Town';

const appNamed = (name: string, changes: Partial<App> = {}): App => ({
  ...{ name, owner: OWNERS[0], namespace: 'red-1', needs: [], allows: [] },
  ...{ account: name, label: name, service: name, isGone: false },
  ...{ port: 8080, protocol: 'http' },
  ...changes,
});

const townOf = (...apps: App[]): Town => ({
  prefix: 't',
  apps,
  namespaces: ['red-1', 'red-2', 'blue-1'].map(name => ({
    ...{ name, isOld: false },
    owner: OWNERS[name === 'blue-1' ? 1 : 0],
  })),
});

type Places = Record<string, number>;

function declare(town: Town, places: Places = {}): Declared {
  const { model } = buildModel(
    input(toEntities(town), {
      clusters: [toClusterConfig(town)],
      bindings: toBindings(town),
      stages: town.namespaces.map(({ name }) =>
        toStage(town, {
          namespace: name,
          place: places[name] ?? STEPS.length - 1,
        }),
      ),
    }),
  );
  return { town, model };
}

const compileState = ({ town, model }: Declared): MeshObject[] =>
  compileCluster(model, clusterOf(town.prefix)).objects.map(
    ({ object }) => object,
  );

const toPod = ({ name, namespace, label, account, port }: App): MeshObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { app: label } },
  spec: {
    serviceAccountName: account,
    containers: [{ ports: [{ containerPort: port }] }],
  },
});

/** What is there, and what the product makes of it while pods stay old. */
class Cluster {
  readonly #first: Declared;
  readonly #recording = new Recording(() => true);
  #version = 0;

  constructor(first: Declared) {
    this.#first = first;
    compileState(first).forEach(object => this.put(object));
    this.#recording.cut();
  }

  put(object: MeshObject, type: 'put' | 'delete' = 'put'): void {
    this.#version += 1;
    const [version, key] = [this.#version, objectKey(object)];
    this.#recording.note({ type, object, version, key });
  }

  /** Some passes, at most so many as it takes. */
  pass(state: Declared, most = 10): this {
    const { prefix, apps } = this.#first.town;
    for (let left = most; left > 0; left -= 1) {
      const { waves } = createPlan({
        ...{ desired: compileState(state), desiredRecords: [] },
        ...{ instance: 'test', cluster: clusterOf(prefix) },
        live: [...this.#recording.present(), ...apps.map(toPod)],
      });
      if (waves.length === 0) break;
      for (const change of waves.flat()) {
        if (change.target !== 'object') continue;
        if (change.type === 'delete') this.put(change.live, 'delete');
        else this.put(change.desired);
      }
    }
    return this;
  }

  /** Callers whose calls are widened or lost, and whom they call. */
  judge(...passed: Declared[]): Record<'lost' | 'widened', string[]> {
    const { rootNamespace, trustDomain } = toClusterConfig(this.#first.town);
    const { lost, widened } = judgePhase({
      name: 'change',
      declared: [this.#first, ...passed],
      history: this.#recording.cut(),
      objects: this.#recording.present(),
      calls: listCalls(this.#first.town.apps),
      world: { rootNamespace, trustDomain },
    });
    return { lost, widened };
  }
}

const a = appNamed('a', { needs: ['b'], port: 9090 });
const b = appNamed('b');
const c = appNamed('c', {
  ...{ owner: OWNERS[1], namespace: 'blue-1', needs: ['b'] },
});
const start = declare(townOf(a, b, c));
const withB = (changes: Partial<App>, places?: Places) =>
  declare(townOf(a, { ...b, ...changes }, c), places);
const WIDENED = expect.stringContaining('c as c in blue-1 → b as b in red-1');

/** Calls are judged there, and connections are not. */
const called: Places = { 'red-1': 2, 'red-2': 2, 'blue-1': 2 };
const allows = ['c'];

type Way = {
  name: string;
  places?: Places;
  /** What is declared of `b`. */
  before?: Partial<App>;
  granting: Partial<App>;
  after: Partial<App>;
};

describe('judgePhase', () => {
  it.each<Way>([
    {
      ...{ name: 'labels', places: called },
      ...{ granting: { label: 'b-2', allows }, after: { label: 'b-2' } },
    },
    {
      ...{ name: 'labels, a port and a protocol', places: called },
      granting: { label: 'b-2', port: 9090, protocol: 'tcp', allows },
      after: { label: 'b-2', port: 9090, protocol: 'tcp' },
    },
    {
      ...{ name: 'another namespace', places: called },
      granting: { namespace: 'red-2', allows },
      after: { namespace: 'red-2' },
    },
    {
      ...{ name: 'a port that goes again', before: { allows } },
      granting: { label: 'b-2', port: 9090, allows },
      after: { label: 'b-2', allows },
    },
  ])(
    'lets old pods have what a state on the way grants with $name',
    ({ before = {}, granting, after, places }) => {
      const [first, passed, last] = [before, granting, after].map(changes =>
        withB(changes, places),
      );
      const cluster = () => new Cluster(first).pass(passed).pass(last);
      expect(cluster().judge(passed, last)).toEqual({ lost: [], widened: [] });
      // Nobody wanted it.
      expect(cluster().judge(last).widened).toContainEqual(WIDENED);
    },
  );

  it('finds what no state on the way grants', () => {
    const passed = withB({ label: 'b-2' });
    const cluster = new Cluster(start).pass(passed);
    const policy = compileState(start).find(
      ({ kind, metadata }) =>
        kind === 'AuthorizationPolicy' &&
        metadata.name.startsWith('allow-to-b'),
    )!;
    const network = compileState(start).filter(
      ({ kind, metadata: { name } }) =>
        kind === 'NetworkPolicy' && !name.startsWith('meshwright'),
    );
    cluster.put({ ...policy, spec: { ...policy.spec, rules: [{}] } });
    network.forEach(object =>
      cluster.put({
        ...object,
        spec: { ...object.spec, ingress: [{}], egress: [{}] },
      }),
    );
    const { widened } = cluster.pass(start).judge(passed, start);
    expect(widened).toContainEqual(WIDENED);
  });

  it('lets nobody call old pods because their new place would be open', () => {
    const open = { 'red-2': 0 };
    const moved = withB({ namespace: 'red-2' }, open);
    const end = withB({}, open);
    const granting = withB({ allows: ['c'] }, open);
    const cluster = new Cluster(declare(start.town, open));
    cluster.pass(granting);
    expect(cluster.pass(end).judge(moved, end).widened).toContainEqual(WIDENED);
  });
});
