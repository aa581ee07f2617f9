import { toError } from '@backstage/errors';
import {
  buildScene,
  type BuiltScene,
  evaluateScene,
  type Evidence,
  type MeshObject,
  type ObservedCalls,
  type ProbeOutcome,
  type VerifyBody,
} from '@meshwright/plugin-mesh-common';
import type {
  StepContext,
  StepProgress,
  TrafficSource,
} from '@meshwright/plugin-mesh-node';
import type { ProbeObjects } from '../clusters/ProbeObjects';
import { readOutcomes } from './readOutcomes';

/** A little longer than the Jobs may run. */
const DEADLINE_MS = 330_000;
/** Scrapes come every minute at worst, and travel. */
const METRICS_MS = 240_000;
const WINDOW_SECONDS = 300;

type ProbeRunOptions = {
  body: Extract<VerifyBody, { check: 'probe' }>;
  objects: ProbeObjects;
  context: StepContext;
  traffic?: TrafficSource;
  now: () => number;
  pollMs: number;
};

/** One check with probes, from making what it needs to taking it away. */
export class ProbeRun {
  readonly #options: ProbeRunOptions;
  readonly #scene: BuiltScene;

  constructor(options: ProbeRunOptions) {
    const { body, context } = options;
    this.#options = options;
    this.#scene = buildScene(body, { instance: context.instance });
  }

  async start(): Promise<StepProgress> {
    const { objects, context, now, pollMs } = this.#options;
    const { namespace } = this.#scene;
    await objects.checkDeletion(namespace);
    await objects.removeLeftovers(context.instance, now());
    const found = await objects.getNamespace(namespace);
    if (found?.metadata.deletionTimestamp) {
      return this.#again('what was made for it before is still going');
    }
    try {
      for (const object of this.#scene.objects) {
        await objects.create(object);
      }
    } catch (error) {
      await this.#removeAfter();
      throw error;
    }
    const count = this.#scene.probes.length;
    return this.#running(
      `Waiting for ${count} probes in '${namespace}'`,
      pollMs,
    );
  }

  /** What was seen, or how far it is. */
  async poll(): Promise<Evidence[] | StepProgress> {
    const { objects, now, pollMs } = this.#options;
    const { namespace, probes } = this.#scene;
    const found = await objects.getNamespace(namespace);
    if (!found || found.metadata.deletionTimestamp) {
      return this.#again(`its namespace '${namespace}' was taken away`);
    }
    const pods = await objects.listPods(namespace);
    const outcomes = readOutcomes(pods, probes);
    const age = now() - Date.parse(found.metadata.creationTimestamp ?? '');
    const waiting = probes.filter(({ name }) => !outcomes[name].report);
    if (waiting.length > 0 && !(age > DEADLINE_MS)) {
      const reason = outcomes[waiting[0].name].problem ?? '';
      return this.#running(
        `${waiting.length} of ${probes.length} probes have not reported: ${reason}`,
        pollMs,
      );
    }
    const { traffic, problem } = await this.#readTraffic(outcomes);
    const evidence = evaluateScene(this.#options.body, {
      outcomes,
      service: await this.#findGateway(),
      traffic,
      problem,
    });
    const mayArrive = this.#isForMetrics() && age <= METRICS_MS + 90_000;
    if (mayArrive && this.#options.traffic && isLate(evidence, outcomes)) {
      return this.#running('Waiting for the metrics of these calls', pollMs);
    }
    await this.remove();
    return evidence;
  }

  /** Takes away what was made; what is not there any more is no matter. */
  async remove(): Promise<void> {
    const { objects, context } = this.#options;
    await objects.remove(this.#scene.namespace, context.instance);
  }

  #running(message: string, afterMs: number): StepProgress {
    const { namespace: poller } = this.#scene;
    return { state: 'running', poller, afterMs, message };
  }

  #again(reason: string): StepProgress {
    const { body, pollMs } = this.#options;
    const resource = `Check '${body.scene}'`;
    const message = `It begins again: ${reason}`;
    const error = { resource, message };
    return { state: 'retry', afterMs: pollMs, error };
  }

  /** Half of a scene must not stay, but the first error is the one to tell. */
  async #removeAfter(): Promise<void> {
    try {
      await this.remove();
    } catch {
      // What is left is taken away by a later verification.
    }
  }

  #isForMetrics(): boolean {
    return this.#options.body.scene === 'metrics';
  }

  async #findGateway(): Promise<MeshObject | undefined> {
    const { body, objects } = this.#options;
    const { gateway } = body.mesh;
    if (body.scene !== 'gateway' || !gateway) {
      return undefined;
    }
    const { namespace, selector } = gateway;
    const services = await objects.list('Service', { namespace });
    return services.find(({ spec }) => {
      const own = (spec?.selector ?? {}) as Record<string, unknown>;
      return (
        spec?.type === 'LoadBalancer' &&
        Object.entries(selector).every(([key, value]) => own[key] === value)
      );
    });
  }

  async #readTraffic(
    outcomes: Record<string, ProbeOutcome>,
  ): Promise<{ traffic?: ObservedCalls[]; problem?: string }> {
    const { context, traffic } = this.#options;
    if (!this.#isForMetrics() || !outcomes.control?.report) {
      return {};
    }
    if (!traffic) {
      return { problem: 'no Prometheus is known for this cluster' };
    }
    try {
      const { cluster, signal } = context;
      const windowSeconds = WINDOW_SECONDS;
      return {
        traffic: await traffic.observe({ cluster, windowSeconds, signal }),
      };
    } catch (error) {
      return { problem: toError(error).message };
    }
  }
}

/** Calls passed, and nobody has seen them yet. */
function isLate(
  evidence: readonly Evidence[],
  { control }: Record<string, ProbeOutcome>,
): boolean {
  const { report } = control ?? {};
  const isCalled = report?.kind === 'call' && report.seen === '200';
  return isCalled && evidence.some(({ ok }) => !ok);
}
