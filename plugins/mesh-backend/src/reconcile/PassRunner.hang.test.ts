import { setTimeout as wait } from 'node:timers/promises';
import { aborted } from 'node:util';
import { mockServices } from '@backstage/backend-test-utils';
import type { LeaseStore } from '../database';
import { PassRunner } from './PassRunner';

jest.setTimeout(60_000);

const LEASE_MS = 300;
const { signal } = new AbortController();

/** Settles never. */
const hang = () => new Promise<never>(() => undefined);

function start(answers: Partial<LeaseStore>, leaseMs = LEASE_MS) {
  const logger = mockServices.logger.mock();
  const leases = {
    take: jest.fn(async () => true),
    extend: jest.fn(async () => true),
    release: jest.fn(async () => undefined),
    ...answers,
  };
  const runner = new PassRunner({ leases, logger, leaseMs });
  return { runner, leases, logger };
}

/** Answers nothing. */
const never = () => jest.fn((): Promise<boolean> => hang());

describe('PassRunner, when the database hangs', () => {
  it('stops a pass before its lease has expired', async () => {
    const { runner, logger } = start({ extend: never() });

    const run = runner.run('a', signal, async leased => {
      await aborted(leased, leased);
      leased.throwIfAborted();
    });

    expect(await run).toBe('lost');
    expect(logger.warn).toHaveBeenCalledWith(
      'A pass has lost its lease and stops',
      expect.objectContaining({
        cluster: 'a',
        error: expect.stringContaining('No answer'),
      }),
    );
  });

  it('counts the lease from the last time it was told of it', async () => {
    const leaseMs = 1500;
    const extend = never();
    let toldAt = 0;
    extend.mockImplementationOnce(async () => {
      toldAt = performance.now();
      return true;
    });
    const { runner } = start({ extend }, leaseMs);
    let stoppedAt = 0;

    const run = runner.run('a', signal, async leased => {
      await aborted(leased, leased);
      stoppedAt = performance.now();
      leased.throwIfAborted();
    });

    expect(await run).toBe('lost');
    expect(extend).toHaveBeenCalledTimes(2);
    // By the lease of before it would have been at most half of one.
    expect(stoppedAt - toldAt).toBeGreaterThan(leaseMs / 2);
  });

  it('ends with a pass that ends while nobody answers', async () => {
    const extend = never();
    const { runner, leases } = start({ extend });

    const outcome = await runner.run('a', signal, async () => {
      while (extend.mock.calls.length < 1) {
        await wait(5);
      }
    });

    expect(outcome).toBe('made');
    expect(leases.release).toHaveBeenCalledTimes(1);
  });

  it('does not wait for ever to give a lease back', async () => {
    const { runner, logger } = start({ release: hang });
    const work = jest.fn(async () => undefined);

    expect(await runner.run('a', signal, work)).toBe('made');
    expect(await runner.run('a', signal, work)).toBe('made');

    expect(work).toHaveBeenCalledTimes(2);
    expect(logger.warn).toHaveBeenCalledWith(
      'A lease was not given back; it expires',
      expect.objectContaining({ cluster: 'a' }),
    );
  });

  it('makes no pass when it is not told of a lease, and goes on', async () => {
    const take = jest.fn(async () => true);
    take.mockImplementationOnce(hang);
    const { runner } = start({ take });
    const work = jest.fn(async () => undefined);

    await expect(runner.run('a', signal, work)).rejects.toThrow('No answer');
    expect(work).not.toHaveBeenCalled();
    expect(await runner.run('a', signal, work)).toBe('made');
  });
});
