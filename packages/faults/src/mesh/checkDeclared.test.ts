import {
  buildModel,
  compileCluster,
  type LastGood,
  type MeshObject,
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

const compile = (town: Town, { model }: Read): MeshObject[] =>
  compileCluster(model, clusterOf(town.prefix)).objects.map(
    ({ object }) => object,
  );

/** The same objects beside others of those names. */
const rename = (objects: readonly MeshObject[]): MeshObject[] =>
  objects.map(({ metadata, ...rest }) => ({
    ...rest,
    metadata: { ...metadata, name: `${metadata.name}-too` },
  }));

/** Who is not as declared; by default pods run as the town says. */
function check(
  town: Town,
  options: { declared: Read; objects?: MeshObject[]; pods?: readonly App[] },
): string[] {
  const { declared, objects = compile(town, declared) } = options;
  const { rootNamespace, trustDomain } = toClusterConfig(town);
  const strange = checkDeclared({
    ...{ town, objects, calls: listCalls(options.pods ?? town.apps) },
    model: declared.model,
    world: { rootNamespace, trustDomain },
  });
  return strange.map(
    ({ from, request, to }) =>
      `${from?.name} → ${to.name}:${request.destination.port}`,
  );
}

const ab = townOf(app('a', { needs: ['b'] }), app('b'));
const ba = townOf(app('a'), app('b', { needs: ['a'] }));

describe('checkDeclared', () => {
  it('finds nothing where all is as declared', () => {
    expect(check(ab, { declared: readTown(ab) })).toEqual([]);
  });

  it('finds what is denied and what is allowed against that', () => {
    const declared = readTown(ab);
    const objects = compile(ba, readTown(ba));

    expect(check(ab, { declared, objects }).sort()).toEqual([
      'a → b:8080',
      'b → a:8080',
    ]);
  });

  it('asks nothing of pods that run as nobody could read', () => {
    const [a, b] = ab.apps;
    const gone = townOf({ ...a, isGone: true, account: 'a-2' }, b);
    const declared = readTown(gone, remember(ab));

    expect(declared.model.edges).toHaveLength(1);
    expect(check(gone, { declared })).toEqual([]);
  });
  describe('where the old number of a port is still let through', () => {
    const [a, old] = ab.apps;
    const moved = townOf(a, { ...old, port: 9090 });
    const declared = readTown(moved);
    const objects = [
      ...compile(moved, declared),
      ...rename(compile(ab, readTown(ab))),
    ];

    it('finds nothing while a pod that listens there runs', () => {
      const pods = [...moved.apps, old];

      expect(check(moved, { declared, objects, pods })).toEqual([]);
    });

    it('finds it where only pods of others listen there', () => {
      expect(check(moved, { declared, objects })).toEqual(['a → b:8080']);
    });
  });
});
