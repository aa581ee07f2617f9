import fc from 'fast-check';
import { evaluate, indexWorld } from '../evaluate';
import type { CallParty } from '../evaluate/types';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { createPlan } from './createPlan';
import { Obstacles } from './Obstacles';
import {
  allow,
  denyCalls,
  denyConnections,
  network,
  ours,
  peer,
  pod,
  shop,
} from './testObjects';
import type { Change, ChangeResult } from './types';

const apps = ['a', 'b', 'c'];

/** Who may call whom, and how far the namespace is. */
type State = {
  edges: string[];
  /** Callers whose grants live in a second policy of the provider. */
  split: string[];
  authorization: boolean;
  strict: boolean;
  network: boolean;
};

const edges = apps.flatMap(from =>
  apps.filter(to => to !== from).map(to => `${from}>${to}`),
);

const states: fc.Arbitrary<State> = fc.record({
  edges: fc.subarray(edges),
  split: fc.subarray(apps),
  authorization: fc.boolean(),
  strict: fc.boolean(),
  network: fc.boolean(),
});

/** The objects that express a state, as layers that agree. */
function express(state: State): MeshObject[] {
  const callersOf = (to: string) =>
    apps.filter(from => state.edges.includes(`${from}>${to}`));
  const calledBy = (from: string) =>
    apps.filter(to => state.edges.includes(`${from}>${to}`));
  const isSplit = (from: string) => state.split.includes(from);
  const calls = apps.flatMap(to => {
    const [second, first] = [true, false].map(side =>
      callersOf(to).filter(from => isSplit(from) === side),
    );
    return [
      allow(to, ...first),
      ...(second.length > 0
        ? [ours('AuthorizationPolicy', `${to}-2`, allow(to, ...second).spec)]
        : []),
    ];
  });
  const connections = apps.map(app =>
    network(app, { from: callersOf(app), to: calledBy(app) }),
  );
  return [
    ...(state.authorization ? [...calls, denyCalls] : []),
    ...(state.network ? [...connections, denyConnections] : []),
    peer(state.strict ? 'STRICT' : 'PERMISSIVE'),
  ];
}

const pods = [shop, ...apps.map(pod)];

const parties: CallParty[] = [
  ...apps.map(app => ({
    namespace: 'shop',
    labels: { app },
    serviceAccount: app,
    inMesh: true,
  })),
  { namespace: 'shop', labels: { app: 'bare' }, inMesh: false },
];

const calls = parties.flatMap(source =>
  parties
    .filter(destination => destination.inMesh && destination !== source)
    .map(destination => ({
      source,
      destination: { ...destination, port: 8080, protocol: 'tcp' as const },
    })),
);

/** One verdict per call. */
function judge(objects: Iterable<MeshObject>): boolean[] {
  const world = indexWorld([...objects], {
    rootNamespace: 'istio-system',
    trustDomain: 'cluster.local',
  });
  return calls.map(call => evaluate(world, call).decision === 'allow');
}

function applyAll(
  live: ReadonlyMap<string, MeshObject>,
  changes: readonly Change[],
): Map<string, MeshObject> {
  const next = new Map(live);
  for (const change of changes) {
    if (change.type === 'delete') {
      next.delete(change.key);
    } else if (change.target === 'object') {
      next.set(change.key, change.desired);
    }
  }
  return next;
}

function* subsetsOf(wave: readonly Change[]): Generator<Change[]> {
  const step = wave.length <= 8 ? 1 : 37;
  for (let bits = 0; bits < 2 ** wave.length; bits += step) {
    yield wave.filter((_, index) => Math.floor(bits / 2 ** index) % 2 === 1);
  }
}

const toMap = (objects: readonly MeshObject[]) =>
  new Map(objects.map(object => [objectKey(object), object]));

const planFor = (desired: MeshObject[], live: Iterable<MeshObject>) =>
  createPlan({
    desired,
    desiredRecords: [],
    live: [...live],
    instance: 'test',
    cluster: 'shop-weu',
  });

describe('waves', () => {
  it('are safe in every subset, and end in the desired state', () => {
    fc.assert(
      fc.property(states, states, (from, to) => {
        const desired = express(to);
        let live = toMap([...pods, ...express(from)]);
        const before = judge(live.values());
        const after = judge([...pods, ...desired]);
        for (let pass = 0; pass < 3; pass++) {
          for (const wave of planFor(desired, live.values()).waves) {
            for (const subset of subsetsOf(wave)) {
              const between = judge(applyAll(live, subset).values());
              const unsafe = calls.filter(
                (_, i) => before[i] === after[i] && between[i] !== before[i],
              );
              expect({ unsafe, subset }).toEqual({ unsafe: [], subset });
            }
            live = applyAll(live, wave);
          }
        }
        expect(planFor(desired, live.values()).waves).toEqual([]);
        expect(judge(live.values())).toEqual(after);
      }),
      { numRuns: 50, seed: 7 },
    );
  }, 60_000);

  it('stay safe when some changes are refused and what needs them waits', () => {
    const fate = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(states, states, fate, (from, to, refusals) => {
        const desired = express(to);
        const known = [...desired, ...express(from)].map(objectKey);
        const refused = new Set(
          known.filter((_, i) => refusals[i % refusals.length]),
        );
        let live = toMap([...pods, ...express(from)]);
        const before = judge(live.values());
        const after = judge([...pods, ...desired]);
        const make = (isRefused: (change: Change) => boolean) => {
          const plan = planFor(desired, live.values());
          const obstacles = Obstacles.create(plan);
          const attempt = (change: Change): ChangeResult => {
            const message = obstacles.describe(change);
            if (message !== undefined) {
              return { change, outcome: 'skipped', message };
            }
            if (isRefused(change)) {
              return { change, outcome: 'refused', message: 'no' };
            }
            live = applyAll(live, [change]);
            const now = judge(live.values());
            const unsafe = calls.filter(
              (_, i) => before[i] === after[i] && now[i] !== before[i],
            );
            expect({ unsafe, change }).toEqual({ unsafe: [], change });
            return { change, outcome: 'applied' };
          };
          for (const wave of plan.waves) {
            wave.map(attempt).forEach(result => obstacles.note(result));
          }
        };
        for (let pass = 0; pass < 3; pass++) {
          make(({ key }) => refused.has(key));
        }
        for (let pass = 0; pass < 4; pass++) {
          make(() => false);
        }
        expect(judge(live.values())).toEqual(after);
      }),
      { numRuns: 100, seed: 11 },
    );
  }, 60_000);

  it('never touch what does not carry our labels', () => {
    const labels = fc.dictionary(
      fc.constantFrom('app.kubernetes.io/managed-by', 'meshwright.io/instance'),
      fc.constantFrom('meshwright', 'test', 'other'),
    );
    fc.assert(
      fc.property(
        states,
        states,
        fc.array(labels, { minLength: 1 }),
        (from, to, owners) => {
          const live = express(from).map((object, index) => ({
            ...object,
            metadata: {
              ...object.metadata,
              labels: owners[index % owners.length],
            },
          }));
          const isOurs = (object: MeshObject) =>
            object.metadata.labels?.['app.kubernetes.io/managed-by'] ===
              'meshwright' &&
            object.metadata.labels['meshwright.io/instance'] === 'test';
          const changes = planFor(express(to), [...pods, ...live]).waves.flat();
          const known = toMap(live);
          for (const change of changes) {
            const current = known.get(change.key);
            expect(!current || isOurs(current)).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
