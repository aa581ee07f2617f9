import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { type MeshObject, objectKey } from '@meshwright/plugin-mesh-common';
import type { ObjectChange } from '@meshwright/plugin-mesh-node';
import yaml from 'yaml';
import { KubernetesMeshCluster } from '../KubernetesMeshCluster';
import { EMITTED_KINDS, objectPath } from '../kinds';

const instance = 'test';
/** More than the mesh lives in them. */
const LASTING = ['Namespace', 'ServiceAccount'];

/** One object of each kind that the compiler emits, namespaces first. */
function samples(namespace: string): MeshObject[] {
  const fixtures = join(
    __dirname,
    '../../../../mesh-common/src/compile/__fixtures__',
  );
  const all = readdirSync(fixtures).flatMap(name =>
    yaml
      .parseAllDocuments(readFileSync(join(fixtures, name, 'out.yaml'), 'utf8'))
      .map(document => document.toJS() as MeshObject),
  );
  return EMITTED_KINDS.map(({ kind }) => {
    const found = all.find(object => object.kind === kind);
    if (!found) {
      throw new Error(`No scenario has a ${kind}`);
    }
    const place = kind === 'Namespace' ? { name: namespace } : { namespace };
    return { ...found, metadata: { ...found.metadata, ...place } };
  });
}

/**
 * Does all that the product does with a cluster; throws at the first thing
 * that does not work.
 */
export async function exerciseCluster(options: {
  kubeconfig: string;
  rootNamespace: string;
  /** Where objects are made; new. */
  namespace: string;
  /** Somebody else edits an object, so that ours meets a conflict. */
  edit: (path: string) => Promise<unknown>;
}): Promise<void> {
  const { kubeconfig, rootNamespace, namespace } = options;
  const logger = mockServices.logger.mock();
  const credentials = async () => ({ kubeconfig });
  const how = { name: 'dev', credentials, rootNamespace, logger };
  const cluster = KubernetesMeshCluster.create(how);
  const seen = new Set<string>();
  // What was edited a moment ago is read from listings here.
  const followed = KubernetesMeshCluster.create({
    ...how,
    relistMs: 3_600_000,
  });
  const stop = followed.watch(key => seen.add(key));
  try {
    await cluster.claim(instance);
    const run = async (change: ObjectChange) => {
      const result = await cluster.apply(change, { instance });
      if (result.outcome !== 'applied' || result.warnings) {
        throw new Error(`${change.type} ${change.key}: ${result.message}`);
      }
    };
    const [home, ...rest] = samples(namespace);
    const target = 'object';
    const create = (desired: MeshObject) =>
      run({ target, type: 'create', key: objectKey(desired), desired });
    await create(home);
    await Promise.all(rest.map(create));
    const all = [home, ...rest];
    await Promise.all(all.map(object => options.edit(objectPath(object))));
    const live = await readLive(cluster);
    await Promise.all(
      all.map(object =>
        run({
          target,
          type: 'update',
          key: objectKey(object),
          desired: mark(object),
          live: find(live, object),
        }),
      ),
    );
    await waitForWatches(seen, { objects: all, edit: options.edit });
    const last = await readLive(cluster);
    await Promise.all(
      all
        .filter(({ kind }) => !LASTING.includes(kind))
        .map(object => find(last, object))
        .map(object =>
          run({ target, type: 'delete', key: objectKey(object), live: object }),
        ),
    );
    const lasting = all
      .filter(({ kind }) => LASTING.includes(kind))
      .map(object => find(last, object));
    await changeCustody(cluster, lasting);
  } finally {
    stop();
  }
  const [warned] = logger.warn.mock.calls;
  if (warned) {
    throw new Error(JSON.stringify(warned));
  }
}

function mark(object: MeshObject): MeshObject {
  const annotations = { 'meshwright.io/digest': 'changed' };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

async function readLive(cluster: KubernetesMeshCluster): Promise<MeshObject[]> {
  const { objects, facts } = await cluster.list();
  if (facts.unmodelled.length > 0) {
    throw new Error(`not seen: ${JSON.stringify(facts.unmodelled)}`);
  }
  return objects;
}

function find(live: MeshObject[], object: MeshObject): MeshObject {
  const key = objectKey(object);
  const found = live.find(one => objectKey(one) === key);
  if (!found) {
    throw new Error(`'${key}' is not there`);
  }
  return found;
}

/** What taking over and uninstalling do. */
async function changeCustody(
  cluster: KubernetesMeshCluster,
  live: MeshObject[],
): Promise<void> {
  const { custody } = cluster;
  const to = 'another';
  const why = { by: 'user:default/petra', reason: 'a test' };
  await custody.takeOver({ from: instance, to, ...why });
  await custody.takeOver({ from: to, to: instance, ...why });
  const results = await Promise.all(
    live.map(object => custody.transfer(object, { from: instance, to })),
  );
  const failed = results.find(({ outcome }) => outcome !== 'applied');
  if (failed) {
    throw new Error(`transfer: ${failed.message}`);
  }
  await custody.giveUp(instance);
}

/** A watch that was not open yet is told of the next edit. */
async function waitForWatches(
  seen: ReadonlySet<string>,
  options: {
    objects: MeshObject[];
    edit: (path: string) => Promise<unknown>;
  },
): Promise<void> {
  const end = Date.now() + 30_000;
  for (;;) {
    const missing = options.objects.filter(one => !seen.has(objectKey(one)));
    if (missing.length === 0) {
      return;
    }
    if (Date.now() > end) {
      throw new Error(`Not told of '${objectKey(missing[0])}'`);
    }
    await Promise.all(missing.map(object => options.edit(objectPath(object))));
    await sleep(100);
  }
}
