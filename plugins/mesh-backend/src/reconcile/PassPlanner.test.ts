import type { Entity } from '@backstage/catalog-model';
import {
  ANNOTATION_EDGES,
  type Change,
  createCompiler,
  createPlan,
  createPlanSteps,
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  type MeshObject,
  objectKey,
  type Plan,
  type PlanOptions,
} from '@meshwright/plugin-mesh-common';
import {
  binding,
  cluster,
  component,
  input,
  stage,
} from '@meshwright/plugin-mesh-common/testUtils';
import fc from 'fast-check';
import { cutOutPlan } from './cutOutPlan';
import { inTurns } from './inTurns';
import { PassModelBuilder } from './PassModelBuilder';
import { PassPlanner } from './PassPlanner';

jest.mock('@meshwright/plugin-mesh-common', () => {
  const actual = jest.requireActual('@meshwright/plugin-mesh-common');
  return { ...actual, createPlanSteps: jest.fn(actual.createPlanSteps) };
});

const HUB = 'a';
const NAMES = [HUB, 'b', 'c', 'd', 'e', 'f', 'g'];
const HOMES = ['red', 'green', 'blue', 'grey', 'pink'];
const CLUSTER = cluster({}).name;

const says = fc.record({
  home: fc.constantFrom(...HOMES),
  label: fc.constantFrom('one', 'two'),
  account: fc.constantFrom('own', 'other'),
  port: fc.constantFrom(8080, 9090),
  needs: fc
    .tuple(fc.subarray(NAMES, { maxLength: 3 }), fc.boolean())
    .map(([some, isHubNeeded]) => (isHubNeeded ? [HUB, ...some] : some)),
});
type Says = typeof says extends fc.Arbitrary<infer T> ? T : never;

const step = fc.record({
  edits: fc.array(fc.tuple(fc.nat({ max: NAMES.length - 1 }), says), {
    maxLength: 1,
  }),
  /** How many of the changes of a plan are made before the next one. */
  made: fc.oneof(fc.constant(1000), fc.nat({ max: 6 })),
  /** Pods that are replaced by such as are declared now. */
  rolled: fc.subarray(NAMES),
  /** An object that somebody changes or removes. */
  struck: fc.option(fc.tuple(fc.nat(), fc.boolean()), { freq: 4 }),
  enforced: fc.subarray(HOMES, { minLength: 3 }),
});

const labelOf = (name: string, said: Says) => `${name}-${said.label}`;
const accountOf = (name: string, said: Says) =>
  said.account === 'own' ? name : `${name}-other`;

function toEntity(name: string, said: Says): Entity {
  return component({
    name,
    dependsOn: [...new Set(said.needs)]
      .filter(other => other !== name)
      .map(other => `component:default/${other}`),
    mesh: {
      namespace: said.home,
      selector: { app: labelOf(name, said) },
      serviceAccount: accountOf(name, said),
      ports: [
        { name: 'http', port: 80, targetPort: said.port, protocol: 'http' },
      ],
      access: { approval: 'none' },
    },
  });
}

const toPod = (name: string, said: Says): MeshObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: said.home,
    labels: { app: labelOf(name, said) },
  },
  spec: { serviceAccountName: accountOf(name, said), containers: [] },
});

/** Services that are declared, what a cluster has of them, and their pods. */
class World {
  readonly said: Record<string, Says>;
  readonly live = new Map<string, MeshObject>();
  readonly pods = new Map<string, MeshObject>();
  readonly #models = new PassModelBuilder();
  readonly #compile = createCompiler();
  #seconds = 0;

  constructor(first: Says[]) {
    this.said = Object.fromEntries(NAMES.map((name, at) => [name, first[at]]));
    for (const name of HOMES) {
      this.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    this.roll(NAMES);
  }

  put(object: MeshObject) {
    this.live.set(objectKey(object), structuredClone(object));
  }

  roll(names: readonly string[]) {
    names.forEach(name => this.pods.set(name, toPod(name, this.said[name])));
  }

  make(change: Change) {
    if (change.target !== 'object') return;
    if (change.type === 'delete') this.live.delete(change.key);
    else this.put(change.desired);
  }

  strike([at, isRemoved]: [number, boolean]) {
    const keys = [...this.live.keys()];
    const key = keys[at % keys.length];
    const object = this.live.get(key)!;
    if (object.kind === 'Namespace') return;
    if (isRemoved) this.live.delete(key);
    else this.put({ ...object, spec: { ...object.spec, strange: true } });
  }

  async options(enforced: readonly string[]): Promise<PlanOptions> {
    this.#seconds += 1;
    const { model } = await this.#models.build(
      input(
        NAMES.map(name => toEntity(name, this.said[name])),
        {
          clusters: [cluster({})],
          bindings: HOMES.map(name => binding(name)),
          stages: enforced.map(name => stage(name)),
        },
      ),
    );
    const { objects } = this.#compile(model, CLUSTER);
    return {
      desired: objects.map(({ object }) => object),
      desiredRecords: [],
      live: [...this.live.values(), ...this.pods.values()],
      liveRecords: [],
      instance: model.instance,
      cluster: CLUSTER,
      now: new Date(
        Date.UTC(2026, 10, 26) + this.#seconds * 1000,
      ).toISOString(),
    };
  }

  /** Until nothing is left to do. */
  async settle(plan: (options: PlanOptions) => Promise<Plan>) {
    for (let round = 0; round < 8; round += 1) {
      const { waves } = await plan(await this.options(HOMES));
      if (waves.length === 0) return;
      waves.flat().forEach(change => this.make(change));
    }
  }
}

describe('PassPlanner', () => {
  it('plans the same as everything, whatever changed before', async () => {
    let changes = 0;
    let parts = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(says, { minLength: NAMES.length, maxLength: NAMES.length }),
        fc.array(step, { minLength: 3, maxLength: 10 }),
        async (first, steps) => {
          const planner = new PassPlanner();
          const world = new World(first);
          const plan = async (options: PlanOptions) => {
            const whole = createPlan(options);
            const part = await planner.plan(options);
            const [seen] = jest.mocked(createPlanSteps).mock.lastCall!;
            const isPart = seen.desired.length < options.desired.length;
            const isChanged = whole.waves.length > 0;
            parts += isPart && isChanged ? 1 : 0;
            changes += whole.waves.flat().length;
            expect(part).toEqual(whole);
            return part;
          };
          await world.settle(plan);
          for (const { edits, made, rolled, struck, enforced } of steps) {
            edits.forEach(([at, said]) => {
              world.said[NAMES[at]] = said;
            });
            if (struck) world.strike(struck);
            const { waves } = await plan(await world.options(enforced));
            waves
              .flat()
              .slice(0, made)
              .forEach(change => world.make(change));
            world.roll(rolled);
            if (made === 1000) await world.settle(plan);
          }
        },
      ),
      { numRuns: 12 },
    );
    expect(changes).toBeGreaterThan(100);
    expect(parts).toBeGreaterThan(3);
  });
});

describe('when everything is planned', () => {
  const policy = (namespace: string): MeshObject => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'x', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  });
  /** Whether a plan so many milliseconds after a quiet one is a whole one. */
  const isWhole = async ({
    after,
    isEdited,
  }: {
    after: number;
    isEdited: boolean;
  }) => {
    const planner = new PassPlanner();
    const live = ['red', 'blue'].map(name => {
      const { metadata, ...rest } = policy(name);
      const labels = {
        [LABEL_INSTANCE]: 'i',
        [LABEL_MANAGED_BY]: 'meshwright',
      };
      return { ...rest, metadata: { ...metadata, labels } };
    });
    const plan = (desired: MeshObject[], at: number) =>
      planner.plan({
        ...{ desired, live, desiredRecords: [], liveRecords: [] },
        ...{ instance: 'i', cluster: 'c', now: new Date(at).toISOString() },
      });
    const desired = live.map(object => structuredClone(object));
    expect((await plan(desired, 0)).waves).toEqual([]);
    const [red, blue] = desired;
    const edited = { ...blue, spec: { podSelector: { matchLabels: {} } } };
    await plan(isEdited ? [red, edited] : [red, blue], after);
    return jest
      .mocked(createPlanSteps)
      .mock.lastCall?.[0].desired.includes(red);
  };

  it.each([
    ['not within a minute', { after: 59_000, isEdited: false }, false],
    ['after a minute', { after: 60_000, isEdited: false }, true],
    [
      'not while a change is to be written',
      { after: 60_000, isEdited: true },
      false,
    ],
    [
      'after five minutes in any case',
      { after: 300_000, isEdited: true },
      true,
    ],
  ])('%s', async (_, when, expected) => {
    expect(await isWhole(when)).toBe(expected);
  });
});

describe('cutOutPlan', () => {
  const object = (namespace: string, name: string, edges?: string) => ({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: {
      ...{ name, namespace },
      ...(edges && { annotations: { [ANNOTATION_EDGES]: edges } }),
    },
  });
  const edge = 'component:default/a@c/red>component:default/b@c/green#x';

  it.each([
    ['its partner', object('green', 'b', edge), ['blue']],
    ['who has it as a partner', object('red', 'a'), ['blue']],
    ['nobody', object('blue', 'c'), ['green', 'red']],
  ])('looks at a namespace and at %s', async (_, changed, left) => {
    const before = [
      object('red', 'a'),
      object('green', 'b', edge),
      object('blue', 'c'),
    ];
    const live = [...before.map(item => structuredClone(item))];
    const now = before.map(item =>
      objectKey(item) === objectKey(changed) ? structuredClone(item) : item,
    );
    const options: PlanOptions = {
      ...{ desired: now, live, desiredRecords: [], liveRecords: [] },
      ...{ instance: 'i', cluster: 'c' },
    };

    const cut = await inTurns(
      cutOutPlan(options, {
        desired: new Set(before),
        live: new Set(live),
      }),
    );

    const seen = (objects: readonly MeshObject[]) =>
      ['blue', 'green', 'red'].filter(
        name => !objects.some(({ metadata }) => metadata.namespace === name),
      );
    expect(seen(cut.desired)).toEqual(left);
    expect(seen(cut.live)).toEqual(left);
  });

  it('tells that pods could be read', async () => {
    const pod = { ...object('red', 'p'), apiVersion: 'v1', kind: 'Pod' };
    const next = object('blue', 'c');
    const cut = await inTurns(
      cutOutPlan(
        {
          ...{ desired: [next], live: [pod], desiredRecords: [] },
          ...{ instance: 'i', cluster: 'c' },
        },
        { desired: new Set(), live: new Set([pod]) },
      ),
    );

    expect(cut.live).toEqual([pod]);
  });
});
