import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import type { ProvisionStep } from '@meshwright/plugin-mesh-common';
import type { Knex } from 'knex';
import {
  type ClusterChange,
  leaseOfRun,
  MeshDatabase,
  type NewRun,
  type RunStore,
} from '../../database';
import { RunEngine } from '../RunEngine';
import type {
  Clock,
  Preparation,
  RunEngineOptions,
  RunPlanner,
} from '../types';
import { FakeInfrastructure } from './FakeInfrastructure';

/** Time that passes a thousand times as fast. */
export const fastClock: Clock = {
  now: () => Date.now() * 1000,
  wait: (milliseconds, signal) =>
    wait(milliseconds / 1000, undefined, { signal }),
};

/** Time that passes when a test says so. */
export class ManualClock implements Clock {
  #now = 0;
  #waiting: Array<{ at: number; wake: () => void }> = [];

  readonly now = () => this.#now;

  wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ at: this.#now + milliseconds, wake: resolve });
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    this.#waiting
      .filter(({ at }) => at <= this.#now)
      .forEach(({ wake }) => wake());
  }
}

export const step = (
  id: string,
  change: Partial<ProvisionStep> = {},
): ProvisionStep => ({
  id,
  target: 'arm',
  title: `Thing ${id}`,
  operation: 'create',
  reason: 'It is needed.',
  resource: { id: `/things/${id}`, type: 'things', name: id, apiVersion: '1' },
  provider: 'Microsoft.Network',
  dependsOn: [],
  changes: [],
  answers: [],
  expectedSeconds: 4,
  ...change,
});

/** A chain with two branches, one thing that is there, and one at once. */
export const someSteps = () => [
  step('group', { expectedSeconds: 0 }),
  step('logs', { operation: 'keep', reason: 'It is as planned.' }),
  step('network', { dependsOn: ['group'] }),
  step('role', { dependsOn: ['group'], provider: 'Microsoft.Authorization' }),
  step('cluster', { dependsOn: ['network', 'role', 'logs'] }),
];

/** Engines on one database, with what is outside. */
export async function createRunWorld(knex: Knex) {
  const stores = await MeshDatabase.create({
    database: mockServices.database({ knex }),
  });
  const outside = new FakeInfrastructure(fastClock.now);
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  const plans = new Map<string, ProvisionStep[]>();
  const planner = {
    prepare: jest.fn<Promise<Preparation>, Parameters<RunPlanner['prepare']>>(
      async ({ id }) => ({ steps: plans.get(id) ?? [] }),
    ),
    conclude: jest.fn<
      Promise<ClusterChange | undefined>,
      Parameters<RunPlanner['conclude']>
    >(async () => undefined),
  };

  const createEngine = (options: Partial<RunEngineOptions> = {}) =>
    RunEngine.create({
      store: stores.runs,
      leases: stores.leases,
      planner,
      drivers: { arm: outside, kubernetes: outside, check: outside },
      limits: { '*': 8 },
      instance: 'test',
      holder: randomUUID(),
      clock: fastClock,
      logger,
      leaseMs: 3_600_000,
      ...options,
    });

  const add = async (
    steps: ProvisionStep[],
    change: Partial<NewRun> = {},
  ): Promise<string> => {
    const id = randomUUID();
    plans.set(id, steps);
    await stores.runs.add({
      id,
      key: id,
      kind: 'provision',
      cluster: id,
      by: 'user:default/petra',
      createdAt: new Date(0).toISOString(),
      ...change,
    });
    return id;
  };

  return {
    ...stores,
    outside,
    logger,
    planner,
    createEngine,
    add,
    /** As if the process of that engine had been killed long ago. */
    expire: (id: string) =>
      knex('lease')
        .where({ cluster: leaseOfRun(id) })
        .delete(),
    /** Another replica has it by now. */
    steal: (id: string) =>
      knex('lease')
        .where({ cluster: leaseOfRun(id) })
        .update({ holder: 'other' }),
    states: async (id: string) =>
      Object.fromEntries(
        (await stores.runs.listSteps(id)).map(stored => [
          stored.step.id,
          stored.state,
        ]),
      ),
    step: async (id: string, name: string) =>
      (await stores.runs.listSteps(id)).find(stored => stored.step.id === name),
    lines: async (id: string) =>
      (await stores.runs.listEvents(id, 0)).map(({ message }) => message),
  };
}

/** A store that breaks with a write, before or after it is done. */
export function breakAfter(
  store: RunStore,
  options: { writes: number; isWritten: boolean },
): RunStore {
  let left = options.writes;
  return new Proxy(store, {
    get: (target, property) => {
      if (property !== 'record') {
        const value = Reflect.get(target, property);
        return typeof value === 'function' ? value.bind(target) : value;
      }
      return async (...args: Parameters<RunStore['record']>) => {
        left -= 1;
        if (left >= 0 || (left === -1 && options.isWritten)) {
          await target.record(...args);
        }
        if (left < 0) {
          throw new Error('The database is away');
        }
      };
    },
  });
}
