import { isEqual } from 'lodash';
import type { MeshModel, Workload } from '../../model/types';
import {
  type CompiledCluster,
  type CompiledObject,
  type CompiledRecord,
  recordKey,
} from '../../objects';
import { finish, inSteps } from '../../objects/steps';
import { type Denial, listDenials } from '../denials';
import { emitGatewayIsolation } from '../emit/emitGatewayIsolation';
import { emitHost } from '../emit/emitHost';
import { emitRecords } from '../emit/emitRecords';
import { type Scope, scopeTo } from '../Scope';
import { emitOfNamespace, emitOfWorkload } from '../units';
import { listTouched, type Touched } from './listTouched';
import { patchScope } from './patchScope';
import { shownToGuardrails } from './shownFields';
import { UnitStore } from './UnitStore';

/** What was made of a model in one cluster. */
type State = {
  model: MeshModel;
  header: Header;
  scope: Scope;
  denials: Denial[];
  store: UnitStore;
  records: CompiledRecord[];
};

/** Whatever is in so many objects that all are made anew when it changes. */
type Header = Pick<Scope, 'instance' | 'guardrails'> &
  Pick<MeshModel, 'clusters' | 'namespaces'>;

const HOSTS = 'hosts';
const workloadUnit = (key: string) => `workload ${key}`;
const namespaceUnit = (name: string) => `namespace ${name}`;

/** Compiles models of one installation, one after the other. @public */
export type Compiler = (
  model: MeshModel,
  clusterName: string,
) => CompiledCluster;

/**
 * The same in steps of some milliseconds each, for whoever lets others have a
 * turn in between.
 *
 * @public
 */
export type CompileSteps = (
  model: MeshModel,
  clusterName: string,
) => Generator<undefined, CompiledCluster>;

/**
 * A `compileCluster` that remembers, per cluster, what it made of the model
 * before, and makes only what the difference touches. The result is the same,
 * byte for byte.
 *
 * @remarks
 *
 * Fast where unchanged workloads and edges of the next model are the same
 * values as in the one before; right in any case. Lists of workloads, edges
 * and external services have to be sorted by key, as `buildModel` makes them.
 * Models are kept and must not be changed.
 *
 * @public
 */
export function createCompiler(): Compiler {
  const compile = createCompileSteps();
  return (model, clusterName) => finish(compile(model, clusterName));
}

/** A {@link createCompiler} that works in steps. @public */
export function createCompileSteps(): CompileSteps {
  const states = new Map<string, State>();
  return function* steps(model, clusterName) {
    const known = states.get(clusterName);
    // Whatever fails must not leave half of a state behind.
    states.delete(clusterName);
    const header = readHeader(model, clusterName);
    const state =
      known && isEqual(known.header, header)
        ? yield* updateState(known, model)
        : yield* createState(model, clusterName);
    if (!state) {
      return { cluster: clusterName, objects: [], records: [] };
    }
    states.set(clusterName, state);
    const { store, records } = state;
    return { cluster: clusterName, objects: store.list(), records };
  };
}

function readHeader(model: MeshModel, clusterName: string): Header {
  const { instance, clusters, guardrails = [], namespaces } = model;
  return {
    instance,
    clusters: clusters.filter(({ name }) => name === clusterName),
    guardrails,
    namespaces: namespaces.filter(({ cluster }) => cluster === clusterName),
  };
}

function* createState(
  model: MeshModel,
  clusterName: string,
): Generator<undefined, State | undefined> {
  const scope = scopeTo(model, clusterName);
  if (!scope) {
    return undefined;
  }
  yield;
  const denials = listDenials(scope);
  const namespaces = yield* inSteps(scope.namespaces.keys(), name => [
    toUnit(namespaceUnit(name), emitOfNamespace(scope, name)),
  ]);
  const workloads = yield* inSteps([...scope.active.values()].flat(), item => [
    toUnit(workloadUnit(item.key), emitOfWorkload(scope, item, denials)),
  ]);
  const hosts = toUnit(HOSTS, emitHosts(scope));
  yield;
  const store = UnitStore.of([...namespaces, ...workloads, hosts]);
  const header = readHeader(model, clusterName);
  return { model, header, scope, denials, store, records: listRecords(scope) };
}

function* updateState(
  state: State,
  model: MeshModel,
): Generator<undefined, State | undefined> {
  const { scope, store, denials } = state;
  const changes = patchScope(scope, state.model, model);
  const isGuarded = changes.workloads.some(
    ({ before, after }) =>
      shownToGuardrails(before) !== shownToGuardrails(after),
  );
  if (scope.guardrails.length > 0 && isGuarded) {
    return yield* createState(model, scope.cluster.name);
  }
  const touched = listTouched(scope, changes);
  makeAnew({ scope, store, denials }, touched);
  const records = touched.hosts ? listRecords(scope) : state.records;
  return { ...state, model, records };
}

function makeAnew(
  { scope, store, denials }: Pick<State, 'scope' | 'store' | 'denials'>,
  { workloads, namespaces, hosts }: Touched,
) {
  for (const key of workloads) {
    const workload = scope.workloads.get(key);
    store.replace(
      workloadUnit(key),
      workload && isActive(scope, workload)
        ? emitOfWorkload(scope, workload, denials)
        : [],
    );
  }
  for (const name of namespaces) {
    store.replace(namespaceUnit(name), emitOfNamespace(scope, name));
  }
  if (hosts) {
    store.replace(HOSTS, emitHosts(scope));
  }
}

function toUnit(
  name: string,
  objects: readonly CompiledObject[],
): [string, readonly CompiledObject[]] {
  return [name, objects];
}

function isActive(scope: Scope, { namespace }: Workload): boolean {
  return scope.namespaces.has(namespace);
}

function emitHosts(scope: Scope): CompiledObject[] {
  return [
    ...scope.hosts.flatMap(host => emitHost(scope, host)),
    ...emitGatewayIsolation(scope),
  ];
}

function listRecords(scope: Scope): CompiledRecord[] {
  return emitRecords(scope)
    .map(item => ({ item, key: recordKey(item.record) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);
}
