import fc from 'fast-check';
import { compileCluster } from '../../compile';
import type { CallParty } from '../../evaluate/types';
import { buildModel } from '../../model';
import type { MeshObject } from '../../objects/types';
import { binding, component, input, stage } from '../../testUtils';
import { stages } from './stages';

// Three services in three namespaces, and what people mean by declaring them:
// written down once more without any part of the product.

const names = ['a', 'b', 'c'] as const;
const places = ['front', 'back', 'side'] as const;
type Name = (typeof names)[number];
type Place = (typeof places)[number];

const pairs = names.flatMap(from =>
  names.filter(to => to !== from).map(to => ({ from, to })),
);

/** Numbers of `http` and `tcp`. */
const numbers = { usual: [8080, 5432], http: [18080, 5432] } as const;

const service = fc.record({
  home: fc.constantFrom<Place>('back', 'back', 'back', 'side'),
  label: fc.constantFrom('old', 'new'),
  account: fc.constantFrom('old', 'new'),
  numbers: fc.constantFrom<keyof typeof numbers>('usual', 'http'),
});

/** Most of the time a namespace is all the way. */
const anyStage = fc.oneof(
  { weight: 3, arbitrary: fc.constant(stages[5]) },
  { weight: 2, arbitrary: fc.constantFrom(...stages) },
);

export const smallTown = fc.record({
  needs: fc.subarray(pairs, { minLength: 2 }),
  /** Needs of one method on one port. */
  limited: fc.subarray(pairs, { maxLength: 2 }),
  a: service.map(item => ({ ...item, home: 'front' as Place })),
  b: service,
  c: fc.constant<Service>({
    ...{ home: 'back', label: 'old', account: 'old', numbers: 'usual' },
  }),
  front: anyStage,
  back: anyStage,
  side: anyStage,
});

type Service = typeof service extends fc.Arbitrary<infer T> ? T : never;
export type SmallTown = typeof smallTown extends fc.Arbitrary<infer T>
  ? T
  : never;

export const steady: SmallTown = {
  needs: pairs,
  limited: [],
  a: { home: 'front', label: 'old', account: 'old', numbers: 'usual' },
  b: { home: 'back', label: 'old', account: 'old', numbers: 'usual' },
  c: { home: 'back', label: 'old', account: 'old', numbers: 'usual' },
  ...{ front: stages[5], back: stages[5], side: stages[5] },
};

export const stageNamed = (
  name: 'off' | 'observe' | 'shadow' | 'enforce',
): SmallTown['front'] => stages.findLast(item => item.stage === name)!;

/** A pod of a service as one state of the town makes it. */
export type TownPod = {
  name: Name;
  party: CallParty;
  ports: { http: number; tcp: number };
};

export function podOf(name: Name, town: SmallTown): TownPod {
  const { home, label, account, numbers: drawn } = town[name];
  const [http, tcp] = numbers[drawn];
  return {
    name,
    party: {
      namespace: home,
      labels: { app: `${name}-${label}` },
      serviceAccount: `${name}-${account}`,
      inMesh: true,
    },
    ports: { http, tcp },
  };
}

export const listPods = (town: SmallTown) =>
  names.map(name => podOf(name, town));

/** A call that somebody may make. */
export type TownCall = {
  from: TownPod;
  to: TownPod;
  port: 'http' | 'tcp';
  method?: 'GET' | 'POST';
};

/**
 * What a town says of a call: where nothing closes a side it is open, and
 * elsewhere a need is needed.
 */
export function isDeclared(town: SmallTown, call: TownCall): boolean {
  const { from, to, port, method } = call;
  const isIn = (list: SmallTown['needs']) =>
    list.some(pair => pair.from === from.name && pair.to === to.name);
  const isLimited = isIn(town.limited);
  const isConnected = isIn(town.needs) && (!isLimited || port === 'http');
  const isCalled = isConnected && (!isLimited || method === 'GET');
  const source = town[from.party.namespace as Place];
  const target = town[to.party.namespace as Place];
  const isOutOpen = source.stage !== 'enforce' || source.step !== 'network';
  const isInOpen = target.stage !== 'enforce';
  return (isOutOpen || isConnected) && (isInOpen || isCalled);
}

const refOf = (name: string) => `component:default/${name}`;

/** What the product makes of it. */
export function compileTown(town: SmallTown): MeshObject[] {
  const entities = listPods(town).map(({ name, party, ports }) => {
    const needs = town.needs.filter(({ from }) => from === name);
    const limited = needs.filter(({ to }) =>
      town.limited.some(pair => pair.from === name && pair.to === to),
    );
    return component({
      name,
      namespace: party.namespace,
      dependsOn: needs.map(({ to }) => refOf(to)),
      mesh: {
        selector: party.labels,
        serviceAccount: party.serviceAccount,
        ports: [
          { name: 'http', port: 80, targetPort: ports.http, protocol: 'http' },
          { name: 'tcp', port: 5432, targetPort: ports.tcp, protocol: 'tcp' },
        ],
        dependencies: Object.fromEntries(
          limited.map(({ to }) => [
            refOf(to),
            { ports: ['http'], methods: ['GET'] },
          ]),
        ),
      },
    });
  });
  const { model } = buildModel(
    input(entities, {
      bindings: places.map(place => binding(place)),
      stages: places.map(place =>
        stage(place, { ...town[place], created: false }),
      ),
    }),
  );
  return compileCluster(model, 'shop-weu').objects.map(({ object }) => object);
}

/** The pod and the Service in front of it, as a cluster has them. */
export function toObjects({ name, party, ports }: TownPod): MeshObject[] {
  const { namespace, labels, serviceAccount } = party;
  const id = [name, labels.app, serviceAccount, ports.http].join('-');
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: id, namespace, labels },
      spec: {
        serviceAccountName: serviceAccount,
        containers: [
          {
            name: 'app',
            ports: [
              { name: 'http', containerPort: ports.http },
              { name: 'tcp', containerPort: ports.tcp },
            ],
          },
          { name: 'istio-proxy' },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: id, namespace },
      spec: {
        selector: labels,
        ports: [
          { name: 'http', port: 80, targetPort: ports.http },
          { name: 'tcp', port: 5432, targetPort: ports.tcp },
        ],
      },
    },
  ];
}

export const townNamespaces: MeshObject[] = places.map(name => ({
  ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
}));
