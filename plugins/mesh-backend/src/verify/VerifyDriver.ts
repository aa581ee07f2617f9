import { toError } from '@backstage/errors';
import type {
  Evidence,
  ProvisionStep,
  VerifyBody,
} from '@meshwright/plugin-mesh-common';
import type {
  StepContext,
  StepDriver,
  StepProgress,
  TrafficSource,
} from '@meshwright/plugin-mesh-node';
import type { KubernetesConnection } from '../clusters';
import { MissingRightError } from '../clusters/MissingRightError';
import { ProbeObjects } from '../clusters/ProbeObjects';
import { toStepProgress } from '../clusters/toStepProgress';
import { checkAddress } from './checkAddress';
import { checkObjects } from './checkObjects';
import { ProbeRun } from './ProbeRun';

/** What a {@link VerifyDriver} works with. */
export type VerifyDriverOptions = {
  /** Reaches a cluster by name, with credentials that stay good. */
  connect: (cluster: string) => Promise<KubernetesConnection>;
  /** Where the traffic of a cluster is seen; undefined where nowhere. */
  traffic?: (cluster: string) => TrafficSource | undefined;
  /** Milliseconds since 1970. */
  now?: () => number;
  pollMs?: number;
};

/**
 * Carries out checks: reads objects, and tries calls with Jobs in a namespace
 * that is taken away again, whatever came of them.
 */
export class VerifyDriver implements StepDriver {
  readonly #options: VerifyDriverOptions;

  static create(options: VerifyDriverOptions): VerifyDriver {
    return new VerifyDriver(options);
  }

  private constructor(options: VerifyDriverOptions) {
    this.#options = options;
  }

  async start(
    step: ProvisionStep,
    context: StepContext,
  ): Promise<StepProgress> {
    return this.#try(step, context, async objects => {
      const body = readBody(step);
      switch (body.check) {
        case 'probe':
          return this.#probeRun(body, { objects, context }).start();
        case 'loadBalancerAddress':
          return checkAddress(objects, body);
        case 'backendHealth':
          throw new TypeError('Only the provider can ask for this');
        default:
          return conclude(step, await checkObjects(objects, body));
      }
    });
  }

  async poll(
    step: ProvisionStep,
    context: StepContext & { poller: string },
  ): Promise<StepProgress> {
    const body = readBody(step);
    if (body.check !== 'probe') {
      return this.start(step, context);
    }
    return this.#try(step, context, async objects => {
      const run = this.#probeRun(body, { objects, context });
      const progress = await run.poll();
      return Array.isArray(progress) ? conclude(step, progress) : progress;
    });
  }

  /** What was made for the step goes; its next poll says so. */
  async cancel(step: ProvisionStep, context: StepContext): Promise<void> {
    const body = readBody(step);
    if (body.check === 'probe') {
      const connection = await this.#options.connect(context.cluster);
      const objects = new ProbeObjects(connection, context.signal);
      await this.#probeRun(body, { objects, context }).remove();
    }
  }

  #probeRun(
    body: Extract<VerifyBody, { check: 'probe' }>,
    { objects, context }: { objects: ProbeObjects; context: StepContext },
  ): ProbeRun {
    const { traffic, now = Date.now, pollMs = 2_000 } = this.#options;
    return new ProbeRun({
      body,
      objects,
      context,
      now,
      pollMs,
      traffic: traffic?.(context.cluster),
    });
  }

  async #try(
    step: ProvisionStep,
    context: StepContext,
    work: (objects: ProbeObjects) => Promise<StepProgress>,
  ): Promise<StepProgress> {
    const { signal, cluster } = context;
    signal?.throwIfAborted();
    try {
      const connection = await this.#options.connect(cluster);
      return await work(new ProbeObjects(connection, signal));
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof MissingRightError || isOwnMistake(error)) {
        const { message } = toError(error);
        return { state: 'failed', error: { resource: step.title, message } };
      }
      return toStepProgress(error, { step, context });
    }
  }
}

function readBody({ id, body }: ProvisionStep): VerifyBody {
  if (typeof body?.check !== 'string') {
    throw new TypeError(`The step '${id}' says nothing to check`);
  }
  return body as unknown as VerifyBody;
}

function isOwnMistake(error: unknown): boolean {
  return error instanceof TypeError && error.cause === undefined;
}

/** Good only when everything that was seen is, and something was. */
function conclude(step: ProvisionStep, evidence: Evidence[]): StepProgress {
  const wrong = evidence.filter(({ ok }) => !ok);
  if (evidence.length > 0 && wrong.length === 0) {
    return { state: 'succeeded', changed: false, evidence };
  }
  const [first] = wrong;
  const more = wrong.length > 1 ? ` (and ${wrong.length - 1} more)` : '';
  const message = first
    ? `${first.what}: expected ${first.expected}; seen: ${first.seen}${more}`
    : 'Nothing was seen that could be judged';
  const { title, answers } = step;
  return {
    state: 'failed',
    error: { resource: title, message, answer: answers[0] },
    evidence,
  };
}
