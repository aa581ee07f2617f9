import { ServiceUnavailableError } from '@backstage/errors';
import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import type { ResourceManager } from '../client/ResourceManager';
import { readTrouble } from '../client/TroubleError';
import {
  createObserved,
  type ListProbe,
  listProbes,
  type ObservedInfrastructure,
  type ResourceProbe,
} from '../infrastructure';
import { classifyAnswer } from './classifyAnswer';
import {
  createReadAgain,
  type ReadAgain,
  type ReadRetries,
} from './createReadAgain';

/** Requests at once; Azure counts reads per subscription. */
const AT_ONCE = 8;

/** A cluster names its network, a network its gateways; nothing goes deeper. */
const MOST_ROUNDS = 4;

type Work = {
  again: ReadAgain;
  manager: ResourceManager;
  observed: ObservedInfrastructure;
  signal?: AbortSignal;
};

/**
 * Reads what a plan wants to know. What cannot be read is marked so, which is
 * not the same as absent. The cluster's own objects are another matter.
 */
export async function observeInfrastructure(
  spec: MeshClusterSpec,
  {
    manager,
    readRetries = {},
    signal,
  }: {
    manager: ResourceManager;
    readRetries?: ReadRetries;
    signal?: AbortSignal;
  },
): Promise<ObservedInfrastructure> {
  const observed = createObserved();
  const again = createReadAgain({ ...readRetries, signal });
  const work = { again, manager, observed, signal };
  const asked = new Set<string>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { resources, lists } = listProbes(spec, observed);
    const jobs = [
      ...resources.map(probe => ({
        key: probe.id.toLowerCase(),
        read: () => readResource(work, probe),
      })),
      ...lists.map(probe => ({
        key: probe.key,
        read: () => readList(work, probe),
      })),
    ].filter(({ key }) => !asked.has(key));
    if (jobs.length === 0) {
      break;
    }
    jobs.forEach(({ key }) => asked.add(key));
    await runAll(work, jobs);
  }
  return observed;
}

async function readResource(
  { manager, observed, signal }: Work,
  probe: ResourceProbe,
): Promise<void> {
  const found = await manager.get(probe, { signal });
  observed.resources[probe.id.toLowerCase()] = found?.body ?? null;
}

async function readList(
  { manager, observed, signal }: Work,
  { key, path, apiVersion, items, keep }: ListProbe,
): Promise<void> {
  const address = { id: path, apiVersion };
  const found = await manager.list(address, { items, signal });
  observed.lists[key] = (found ?? []).filter(keep);
}

type Job = { key: string; read: () => Promise<void> };

async function runAll(work: Work, jobs: Job[]): Promise<void> {
  const waiting = jobs[Symbol.iterator]();
  const next = async () => {
    for (const { key, read } of waiting) {
      await work
        .again(read)
        .catch(error => markUnreadable(work, { key, error }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

function markUnreadable(
  { observed, signal }: Work,
  { key, error }: { key: string; error: unknown },
): void {
  signal?.throwIfAborted();
  const trouble = readTrouble(error);
  if (!trouble) {
    throw error;
  }
  const outcome = classifyAnswer(trouble, {
    step: { title: key, operation: 'check', dependsOn: [], answers: [] },
    attempt: 0,
  });
  const message =
    'error' in outcome ? outcome.error.message : 'Azure gave no answer';
  if (trouble.kind === 'unauthenticated') {
    // Then nothing at all can be read.
    throw new ServiceUnavailableError(message);
  }
  observed.unreadable[key] = message;
}
