import {
  buildModel,
  type Change,
  compileCluster,
  createPlan,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import { input } from '@meshwright/plugin-mesh-common/testUtils';
import { Random } from '../azure/Random';
import { EDITS } from './editTown';
import { type Declared, findDropped } from './findDropped';
import { judgeHistory } from './judgeHistory';
import { listCalls } from './listCalls';
import type { Pod } from './Pods';
import { type ObjectEvent, Recording } from './Recording';
import {
  clusterOf,
  createTown,
  STEPS,
  toBindings,
  toClusterConfig,
  toEntities,
  toStage,
  type Town,
} from './Town';

// All of them are compiled, planned for and judged.
jest.setTimeout(120_000);

const TOWNS = 12;

/** In which order the changes of a plan get to the API server. */
type Order = (waves: readonly Change[][]) => Change[];

const asPlanned: Order = waves => waves.flat();

const reversed: Order = waves => [...waves].reverse().flat();

const deletionsFirst: Order = waves =>
  ['delete', 'update', 'create'].flatMap(type =>
    waves.flat().filter(change => change.type === type),
  );

/** Each policy admits everybody before it gets its form. */
const tooWide: Order = waves =>
  waves.flat().flatMap((change): Change[] => {
    if (change.target === 'record' || change.type === 'delete') {
      return [change];
    }
    const { spec, kind } = change.desired;
    const open =
      kind === 'NetworkPolicy'
        ? { ingress: [{}], egress: [{}] }
        : { rules: [{}] };
    const isPolicy = ['NetworkPolicy', 'AuthorizationPolicy'].includes(kind);
    return isPolicy && spec?.action !== 'DENY'
      ? [
          {
            ...change,
            desired: { ...change.desired, spec: { ...spec, ...open } },
          },
          change,
        ]
      : [change];
  });

/** All of its namespaces are equally far in the rollout. */
function declareTown(town: Town, place: number): Declared {
  const { model } = buildModel(
    input(toEntities(town), {
      clusters: [toClusterConfig(town)],
      bindings: toBindings(town),
      stages: town.namespaces.map(({ name }) =>
        toStage(town, { namespace: name, place }),
      ),
    }),
  );
  return { town, model };
}

const compileTown = ({ town, model }: Declared): MeshObject[] =>
  compileCluster(model, clusterOf(town.prefix)).objects.map(
    ({ object }) => object,
  );

const toPodObject = ({ name, namespace, account, label }: Pod): MeshObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { app: label } },
  spec: { serviceAccountName: account },
});

function editTown(town: Town, random: Random): Town {
  const edited = structuredClone(town);
  for (let left = 3; left > 0; left -= 1) {
    random.pick(EDITS).apply(edited, random);
  }
  return edited;
}

type Product = {
  order: Order;
  /** It does not know which pods run. */
  isBlind?: boolean;
};

/** Goes from one town to another, and hands out what was judged wrong. */
function go(seed: number, { order, isBlind }: Product) {
  const random = new Random(`orders ${seed}`);
  const town = createTown('t', random);
  const next = editTown(town, random);
  const [from, to] = [random.below(STEPS.length), random.below(STEPS.length)];
  const declared = [declareTown(town, from), declareTown(next, to)];
  const desired = compileTown(declared[1]);
  const recording = new Recording(() => true);
  let version = 0;
  const note = (type: ObjectEvent['type'], object: MeshObject) => {
    version += 1;
    recording.note({ type, object, version, key: objectKey(object) });
  };
  compileTown(declared[0]).forEach(object => note('put', object));
  recording.cut();
  const start = recording.present();
  for (let passes = 0; passes < 8; passes += 1) {
    const { waves } = createPlan({
      ...{ desired, desiredRecords: [], instance: 'test' },
      ...{ cluster: clusterOf(town.prefix) },
      live: [
        ...recording.present(),
        ...(isBlind ? [] : town.apps.map(toPodObject)),
      ],
    });
    if (waves.length === 0) break;
    for (const change of order(waves)) {
      if (change.target === 'object') {
        const isGone = change.type === 'delete';
        note(isGone ? 'delete' : 'put', isGone ? change.live : change.desired);
      }
    }
  }
  const { rootNamespace, trustDomain } = toClusterConfig(town);
  const world = { rootNamespace, trustDomain };
  const calls = listCalls(town.apps);
  const history = recording.cut();
  const after = recording.present();
  const judgement = judgeHistory({
    ...{ world, history, wanted: [start, after] },
    calls: calls.map(({ request }) => request),
  });
  const dropped = findDropped({ declared, before: start, after, calls, world });
  return { ...judgement, dropped };
}

/** In how many towns something was found. */
function judgeTowns(product: Product) {
  const judged = Array.from({ length: TOWNS }, (_, seed) => go(seed, product));
  return {
    lost: judged.filter(({ lost }) => lost.length > 0).length,
    widened: judged.filter(({ widened }) => widened.length > 0).length,
    dropped: judged.filter(({ dropped }) => dropped.length > 0).length,
  };
}

describe('what is judged of a campaign', () => {
  it('is right where plans are followed', () => {
    expect(judgeTowns({ order: asPlanned })).toEqual({
      ...{ lost: 0, widened: 0, dropped: 0 },
    });
  });

  it.each([
    { name: 'waves in reverse', order: reversed, kind: 'lost' },
    { name: 'deletions first', order: deletionsFirst, kind: 'lost' },
    { name: 'policies that admit everybody', order: tooWide, kind: 'widened' },
    {
      ...{ name: 'forgetting old pods', order: asPlanned, isBlind: true },
      kind: 'dropped',
    },
  ] as const)('finds what is $kind by $name', ({ kind, ...product }) => {
    expect(judgeTowns(product)[kind]).toBeGreaterThan(0);
  });
});
