import {
  buildModel,
  compileCluster,
  type LastGood,
} from '@meshwright/plugin-mesh-common';
import { input } from '@meshwright/plugin-mesh-common/testUtils';
import { checkDeclared } from './checkDeclared';
import { listCalls } from './listCalls';
import {
  type App,
  clusterOf,
  OWNERS,
  toBindings,
  toClusterConfig,
  toEntities,
  toStage,
  type Town,
} from './Town';

const [owner] = OWNERS;
const namespace = 't-red-2';

const app = (name: string, fields: Partial<App> = {}): App => ({
  ...{ name, owner, namespace, account: name, label: name, service: name },
  ...{ port: 8080, protocol: 'tcp', needs: [], allows: [], isGone: false },
  ...fields,
});

const townOf = (...apps: App[]): Town => ({
  ...{ prefix: 't', apps },
  namespaces: [{ name: namespace, owner, isOld: false }],
});

const readTown = (town: Town, lastGood: LastGood[] = []) =>
  buildModel(
    input(toEntities(town), {
      clusters: [toClusterConfig(town)],
      bindings: toBindings(town),
      stages: [toStage(town, { namespace, place: 4 })],
      lastGood,
    }),
  );

/** What a later reading knows of one. */
const remember = (town: Town): LastGood[] =>
  readTown(town).readable.map(declaration => ({
    entityRef: declaration.entityRef,
    declaration,
    seenAt: '2026-11-23T12:00:00.000Z',
  }));

type Read = ReturnType<typeof readTown>;

/** Who is not as declared, where pods run as the town says. */
function check(
  town: Town,
  { declared, applied = declared }: { declared: Read; applied?: Read },
): string[] {
  const { rootNamespace, trustDomain } = toClusterConfig(town);
  const compiled = compileCluster(applied.model, clusterOf(town.prefix));
  const strange = checkDeclared({
    ...{ town, calls: listCalls(town.apps) },
    model: declared.model,
    objects: compiled.objects.map(({ object }) => object),
    world: { rootNamespace, trustDomain },
  });
  return strange.map(({ from, to }) => `${from?.name} → ${to.name}`);
}

const ab = townOf(app('a', { needs: ['b'] }), app('b'));
const ba = townOf(app('a'), app('b', { needs: ['a'] }));

describe('checkDeclared', () => {
  it('finds nothing where all is as declared', () => {
    expect(check(ab, { declared: readTown(ab) })).toEqual([]);
  });

  it('finds what is denied and what is allowed against that', () => {
    const read = { declared: readTown(ab), applied: readTown(ba) };

    expect(check(ab, read).sort()).toEqual(['a → b', 'b → a']);
  });

  it('asks nothing of pods that run as nobody could read', () => {
    const [a, b] = ab.apps;
    const gone = townOf({ ...a, isGone: true, account: 'a-2' }, b);
    const declared = readTown(gone, remember(ab));

    expect(declared.model.edges).toHaveLength(1);
    expect(check(gone, { declared })).toEqual([]);
  });
});
