import type { AuditEvent, ControlPlane } from '@meshwright/control-plane';
import type { MeshObject } from '@meshwright/plugin-mesh-common';
import { Admin } from '../mesh/Admin';
import { findDuplicates } from '../mesh/findDuplicates';
import { WRITTEN_KINDS } from '../mesh/recordedKinds';
import type { ObjectEvent, Recording } from '../mesh/Recording';
import { WatchRecorder } from '../mesh/WatchRecorder';
import { calledOf, callerOf, namesOf, type Pairs } from './createShop';
import { listWrites, type Write } from './listWrites';

const ROOT = 'aks-istio-system';

/** A cluster that replicas manage, and what its API server saw of them. */
export class Cluster {
  readonly name: string;
  readonly pairs: Pairs;
  readonly server: ControlPlane;
  readonly #recorder: WatchRecorder;
  readonly #recording: Recording;
  readonly #news: () => AuditEvent[];
  readonly #audit: AuditEvent[] = [];
  readonly #events: ObjectEvent[] = [];

  static async open(server: ControlPlane, pairs: Pairs): Promise<Cluster> {
    const admin = new Admin(server.proxyUrl);
    for (const name of [ROOT, ...namesOf(pairs)]) {
      await admin.createNamespace(name);
    }
    const recorder = await WatchRecorder.start({
      url: server.proxyUrl,
      kinds: WRITTEN_KINDS,
    });
    return new Cluster({ server, pairs, recorder });
  }

  private constructor(options: {
    server: ControlPlane;
    pairs: Pairs;
    recorder: WatchRecorder;
  }) {
    this.name = options.pairs.cluster;
    this.pairs = options.pairs;
    this.server = options.server;
    this.#recorder = options.recorder;
    this.#recording = options.recorder.record(() => true);
    this.#recording.cut();
    this.#news = options.server.followAudit();
  }

  /** All that replicas wrote so far. */
  writes(replicas: readonly string[]): Write[] {
    this.#audit.push(...this.#news());
    return listWrites(this.#audit, replicas);
  }

  /** Second writes for one change, as sentences. */
  async findDuplicates(replicas: readonly string[]): Promise<string[]> {
    await this.#recorder.catchUp(this.#recording);
    this.#events.push(...this.#recording.cut().events);
    this.#audit.push(...this.#news());
    return findDuplicates({
      events: this.#events,
      audit: this.#audit.filter(({ user }) => replicas.includes(user.username)),
      untold: [],
    });
  }

  /** Numbers of the pairs of which the caller is let in. */
  async listConnected(): Promise<number[]> {
    const path = '/apis/security.istio.io/v1/authorizationpolicies';
    const response = await fetch(this.server.proxyUrl + path);
    const { items } = (await response.json()) as { items: MeshObject[] };
    const { cluster, count } = this.pairs;
    return [...Array.from({ length: count }).keys()].filter(number =>
      items.some(
        ({ metadata, spec }) =>
          metadata.namespace === calledOf(cluster, number) &&
          JSON.stringify(spec).includes(`/ns/${callerOf(cluster, number)}/`),
      ),
    );
  }

  async stop(): Promise<void> {
    await this.#recorder.stop();
  }
}
