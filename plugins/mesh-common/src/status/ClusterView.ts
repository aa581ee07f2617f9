import { once } from 'lodash';
import { indexWorld, type World } from '../evaluate';
import type {
  ClusterConfig,
  MeshModel,
  MeshNamespace,
  Workload,
} from '../model/types';
import type {
  CompiledCluster,
  CompiledObject,
  CompiledRecord,
} from '../objects/compiled';
import { objectKey, recordKey } from '../objects/objectKey';
import { visitInSteps } from '../objects/steps';
import { isOwned } from '../objects/ownership';
import type { DnsRecordSet, MeshObject } from '../objects/types';
import type { ChangeResult } from '../plan/types';
import { Leftovers } from './Leftovers';
import type { PassResult, TrafficObservation } from './pass';
import { push } from './push';

type Options = {
  name: string;
  model: MeshModel;
  compiled?: CompiledCluster;
  pass?: PassResult;
  settleSeconds: number;
};

/**
 * Everything that is known of one cluster, indexed for the questions that
 * statuses ask.
 */
export class ClusterView {
  readonly name: string;
  readonly config?: ClusterConfig;
  readonly pass?: PassResult;
  readonly compiled?: CompiledCluster;
  readonly settleSeconds: number;
  /** Live objects by key; undefined when nothing was read. */
  readonly live?: ReadonlyMap<string, MeshObject>;
  /** Live record sets by key; undefined when the zone was not readable. */
  readonly records?: ReadonlyMap<string, DnsRecordSet>;
  readonly conflicts: ReadonlyMap<string, string>;
  readonly drifted: ReadonlySet<string>;

  readonly #world: () => World | undefined;
  /** Answers that are asked for again and again, by question. */
  readonly #answers = new Map<string, unknown>();
  readonly #recordsByWorkload = new Map<string, CompiledRecord[]>();
  readonly #results = new Map<string, ChangeResult>();
  readonly #namespaces: ReadonlyMap<string, MeshNamespace>;
  readonly #byWorkload = new Map<string, CompiledObject[]>();
  readonly #byEdge = new Map<string, CompiledObject[]>();
  /** Keys of objects that should exist. */
  readonly #wanted = new Set<string>();
  readonly #pods = new Map<string, MeshObject[]>();
  readonly #leftovers: Leftovers;
  readonly #traffic = new Map<string, TrafficObservation[]>();

  /** Indexing the objects of a large company takes long: it is done in steps. */
  static *createSteps(options: Options): Generator<undefined, ClusterView> {
    const live = new Map<string, MeshObject>();
    const view = new ClusterView(options, live);
    yield* view.#indexDesired();
    yield* view.#indexLive(live, options.model.instance);
    return view;
  }

  private constructor(options: Options, live: Map<string, MeshObject>) {
    const { name, model, compiled, pass } = options;
    this.name = name;
    this.config = model.clusters.find(cluster => cluster.name === name);
    this.pass = pass;
    this.compiled = compiled;
    this.settleSeconds = options.settleSeconds;
    this.#namespaces = new Map(
      model.namespaces.filter(n => n.cluster === name).map(n => [n.name, n]),
    );
    this.conflicts = new Map(
      pass?.conflicts.map(({ key, message }) => [key, message]),
    );
    this.drifted = new Set(pass?.drifted);
    pass?.results.forEach(r => this.#results.set(r.change.key, r));
    this.records =
      pass?.records && new Map(pass.records.map(r => [recordKey(r), r]));
    this.#world = once(() => this.#indexWorld());
    this.#leftovers = new Leftovers({ cluster: name, model });
    this.live = pass?.snapshot && live;
  }

  /** What is in force, as read back; undefined when nothing was read. */
  get world(): World | undefined {
    return this.#world();
  }

  namespace(name: string): MeshNamespace | undefined {
    return this.#namespaces.get(name);
  }

  /** Objects that should exist for a workload. */
  objectsOf(workload: string): readonly CompiledObject[] {
    return this.#byWorkload.get(workload) ?? [];
  }

  /** Objects that should exist for an edge. */
  objectsOfEdge(edge: string): readonly CompiledObject[] {
    return this.#byEdge.get(edge) ?? [];
  }

  /**
   * Objects of ours that name an entity and that nobody wants any more, as far
   * as they are shown with one workload of it: in its namespace, and with its
   * first workload in namespaces where it has none.
   */
  leftoversAt(workload: Workload): readonly MeshObject[] {
    return this.#leftovers.at(workload);
  }

  /** What stands for new pods until an object goes over to them itself. */
  nextOf(key: string): MeshObject | undefined {
    return this.#leftovers.nextOf(key);
  }

  /** Record sets that should exist for a workload. */
  recordsOf(workload: string): readonly CompiledRecord[] {
    return this.#recordsByWorkload.get(workload) ?? [];
  }

  /** Pods of a namespace that carry all labels of a selector. */
  podsOf(
    namespace: string,
    selector: Record<string, string>,
  ): readonly MeshObject[] {
    const labels = Object.entries(selector);
    const pods = this.#pods.get(podKey(namespace, labels[0])) ?? [];
    return pods.filter(({ metadata }) =>
      labels.every(([key, value]) => metadata.labels?.[key] === value),
    );
  }

  /** Computes an answer once. */
  once<T>(question: string, answer: () => T): T {
    if (!this.#answers.has(question)) {
      this.#answers.set(question, answer());
    }
    return this.#answers.get(question) as T;
  }

  resultOf(key: string): ChangeResult | undefined {
    return this.#results.get(key);
  }

  /** What the server warned of when an object was last written. */
  warningsOf(key: string): readonly string[] {
    return this.resultOf(key)?.warnings ?? this.pass?.warnings?.[key] ?? [];
  }

  trafficFrom(source: {
    namespace: string;
    serviceAccount: string;
  }): readonly TrafficObservation[] {
    return this.#traffic.get(`from ${sourceKey(source)}`) ?? [];
  }

  trafficTo(namespace: string): readonly TrafficObservation[] {
    return this.#traffic.get(`to ${namespace}`) ?? [];
  }

  /** True while the mesh may not yet have taken up a write to an object. */
  isSettling(key: string): boolean {
    const writtenAt = this.pass?.settling[key];
    return (
      this.pass !== undefined &&
      writtenAt !== undefined &&
      Date.parse(this.pass.finishedAt) - Date.parse(writtenAt) <
        this.settleSeconds * 1000
    );
  }

  #indexWorld(): World | undefined {
    const { config, pass } = this;
    return (
      pass?.snapshot &&
      indexWorld(pass.snapshot.objects, {
        rootNamespace: config?.rootNamespace ?? 'istio-system',
        trustDomain: config?.trustDomain ?? 'cluster.local',
        ...(config?.istio && { istio: config.istio }),
        policyEngine: pass.snapshot.facts.policyEngine !== undefined,
      })
    );
  }

  *#indexDesired(): Generator<undefined, void> {
    const { compiled, pass } = this;
    yield* visitInSteps(compiled?.objects ?? [], object => {
      this.#wanted.add(objectKey(object.object));
      object.workloads.forEach(key => push(this.#byWorkload, key, object));
      object.edges.forEach(key => push(this.#byEdge, key, object));
    });
    yield* visitInSteps(compiled?.records ?? [], record =>
      record.workloads.forEach(w => push(this.#recordsByWorkload, w, record)),
    );
    yield* visitInSteps(pass?.traffic ?? [], observation => {
      const { source, destination } = observation;
      push(this.#traffic, `from ${sourceKey(source)}`, observation);
      push(this.#traffic, `to ${destination.namespace}`, observation);
    });
  }

  *#indexLive(
    live: Map<string, MeshObject>,
    instance: string,
  ): Generator<undefined, void> {
    yield* visitInSteps(this.pass?.snapshot?.objects ?? [], object => {
      const key = objectKey(object);
      live.set(key, object);
      if (object.kind === 'Pod') {
        const { namespace = '', labels = {} } = object.metadata;
        push(this.#pods, podKey(namespace), object);
        Object.entries(labels).forEach(label =>
          push(this.#pods, podKey(namespace, label), object),
        );
      } else if (isOwned(object, instance) && !this.#wanted.has(key)) {
        this.#leftovers.add(object);
      }
    });
  }
}

function podKey(namespace: string, label?: [string, string]): string {
  return label ? `${namespace} ${label.join('=')}` : namespace;
}

function sourceKey(source: { namespace: string; serviceAccount: string }) {
  return `${source.namespace}/${source.serviceAccount}`;
}
