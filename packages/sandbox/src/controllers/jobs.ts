import { timestamp } from '../kubernetes/lifecycle';
import { isJson } from '../kubernetes/types';
import type { Json, KubeObject } from '../kubernetes/types';
import type { Cluster } from './Cluster';
import { injectProxy, installedRevisions, revisionFor } from './inject';
import { isOwnedBy } from './pods';
import { type ProbePlay, playProbe, type ProbeOptions } from './probes';

const AGAIN_MS = 60;
/** A container that serves has no end of its own. */
const SERVES = ['netexec'];
/** Timers go no further. */
const LONGEST_MS = 60_000;

function record(value: unknown): Json {
  return isJson(value) ? value : {};
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** Plays the Job controller, and what the containers of Jobs do. */
export class JobRunner {
  readonly #options: ProbeOptions;
  /** When pods of probes began, by uid: times of objects are too coarse. */
  readonly #since = new Map<string, number>();

  constructor(options: ProbeOptions) {
    this.#options = options;
  }

  /** Answers in how many milliseconds another look is due. */
  async run(cluster: Cluster): Promise<number | undefined> {
    const dues: number[] = [];
    for (const job of cluster.all('jobs')) {
      const { namespace = '', deletionTimestamp } = job.metadata;
      const home = cluster.get('namespaces', undefined, namespace);
      if (!deletionTimestamp && !home?.metadata.deletionTimestamp) {
        // An injector would know the namespace, whichever watch was faster.
        const due = home ? await this.#runJob(cluster, job) : AGAIN_MS;
        dues.push(...(due === undefined ? [] : [due]));
      }
    }
    return dues.length > 0 ? Math.min(LONGEST_MS, ...dues) : undefined;
  }

  async #runJob(
    cluster: Cluster,
    job: KubeObject,
  ): Promise<number | undefined> {
    const spec = record(job.spec);
    const status = record(job.status);
    const ended = list(status.conditions).find(
      ({ type, status: is }) =>
        (type === 'Complete' || type === 'Failed') && is === 'True',
    );
    if (ended) {
      return expire(cluster, job, String(ended.lastTransitionTime));
    }
    const pod = cluster.all('pods').find(one => isOwnedBy(one, job));
    if (!pod) {
      await cluster.create('pods', buildPod(cluster, job));
      await cluster.setStatus('jobs', job, {
        active: 1,
        startTime: status.startTime ?? timestamp(),
      });
      return AGAIN_MS;
    }
    const deadline = Number(spec.activeDeadlineSeconds ?? Infinity) * 1000;
    const started = Date.parse(String(status.startTime)) || Date.now();
    const left = started + deadline - Date.now();
    if (left <= 0) {
      await cluster.delete('pods', pod);
      await fail(cluster, job);
      return undefined;
    }
    const due = await this.#runPod(cluster, { job, pod });
    return due ?? (Number.isFinite(left) ? left : undefined);
  }

  /** Lets the container of a pod do its work, and end. */
  async #runPod(
    cluster: Cluster,
    { job, pod }: { job: KubeObject; pod: KubeObject },
  ): Promise<number | undefined> {
    const { phase } = record(pod.status);
    if (phase === 'Succeeded') {
      await complete(cluster, job);
      return undefined;
    }
    const containers = list(record(pod.spec).containers);
    const isServing = containers.some(({ args }) =>
      SERVES.includes(Array.isArray(args) ? String(args[0]) : ''),
    );
    if (phase !== 'Running' || isServing) {
      return undefined;
    }
    const play = this.#play(cluster, pod);
    if (play.isUnderWay) {
      return AGAIN_MS;
    }
    await end(cluster, pod, play.message);
    await complete(cluster, job);
    this.#since.delete(pod.metadata.uid ?? '');
    return undefined;
  }

  #play(cluster: Cluster, pod: KubeObject): ProbePlay {
    const { uid = '' } = pod.metadata;
    const now = Date.now();
    const since = this.#since.get(uid) ?? now;
    this.#since.set(uid, since);
    return playProbe(cluster, pod, { ...this.#options, age: now - since });
  }
}

function buildPod(cluster: Cluster, job: KubeObject): KubeObject {
  const { name, namespace = '', uid = '' } = job.metadata;
  const template = record(record(job.spec).template);
  const metadata = record(template.metadata);
  const pod: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-${uid.slice(0, 5)}`,
      namespace,
      labels: {
        ...(record(metadata.labels) as Record<string, string>),
        'batch.kubernetes.io/controller-uid': uid,
        'batch.kubernetes.io/job-name': name,
        'job-name': name,
      },
      annotations: record(metadata.annotations) as Record<string, string>,
      ownerReferences: [
        {
          apiVersion: job.apiVersion,
          kind: job.kind,
          name,
          uid,
          controller: true,
        },
      ],
    },
    spec: { serviceAccountName: 'default', ...record(template.spec) },
  };
  const home = cluster.get('namespaces', undefined, namespace);
  const installed = installedRevisions(cluster.all('deployments'));
  const revision = revisionFor(pod, home, installed);
  return revision ? injectProxy(pod, revision, name) : pod;
}

async function end(
  cluster: Cluster,
  pod: KubeObject,
  message: string | undefined,
): Promise<void> {
  const at = timestamp();
  const terminate = (containers: unknown) =>
    list(containers).map(container => ({
      ...container,
      ready: false,
      started: false,
      state: {
        terminated: {
          exitCode: 0,
          reason: 'Completed',
          startedAt: pod.metadata.creationTimestamp,
          finishedAt: at,
          ...(message && container.name === 'probe' && { message }),
        },
      },
    }));
  const status = record(pod.status);
  await cluster.setStatus('pods', pod, {
    phase: 'Succeeded',
    conditions: list(status.conditions).map(condition =>
      String(condition.type).endsWith('Ready')
        ? { ...condition, status: 'False', reason: 'PodCompleted' }
        : condition,
    ),
    containerStatuses: terminate(status.containerStatuses),
    initContainerStatuses: terminate(status.initContainerStatuses),
  });
}

async function complete(cluster: Cluster, job: KubeObject): Promise<void> {
  const at = timestamp();
  await cluster.setStatus('jobs', job, {
    active: null,
    succeeded: 1,
    startTime: record(job.status).startTime ?? at,
    completionTime: at,
    conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: at }],
  });
}

async function fail(cluster: Cluster, job: KubeObject): Promise<void> {
  await cluster.setStatus('jobs', job, {
    active: null,
    failed: 1,
    conditions: [
      {
        type: 'Failed',
        status: 'True',
        reason: 'DeadlineExceeded',
        message: 'Job was active longer than specified deadline',
        lastTransitionTime: timestamp(),
      },
    ],
  });
}

/** Takes a Job away that ended long enough ago; its pods follow. */
async function expire(
  cluster: Cluster,
  job: KubeObject,
  endedAt: string,
): Promise<number | undefined> {
  const { ttlSecondsAfterFinished: ttl } = record(job.spec);
  const left = Date.parse(endedAt) + Number(ttl) * 1000 - Date.now();
  if (ttl === undefined || Number.isNaN(left)) {
    return undefined;
  }
  if (left > 0) {
    return left;
  }
  await cluster.delete('jobs', job);
  return undefined;
}
