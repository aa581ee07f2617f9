import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import { HttpMethod } from '@kubernetes/client-node';
import { toKubeconfig } from './clusters/__testUtils__/kubeconfigs';
import { KubernetesConnection } from './clusters/KubernetesConnection';
import { PassRunner } from './reconcile';

const LEASE_MS = 300;

/** Nothing of this process goes on meanwhile, timers neither. */
const freeze = (milliseconds: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

describe('requireLease', () => {
  const sent = jest.fn();
  const server = createServer((request, response) => {
    sent(request.url);
    response.end('{}');
  });
  let connection: KubernetesConnection;

  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const kubeconfig = toKubeconfig({ server: `http://127.0.0.1:${port}` }, {});
    connection = new KubernetesConnection({
      cluster: 'a',
      credentials: async () => ({ kubeconfig }),
    });
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const send = (path: string) =>
    connection.send({ method: HttpMethod.GET, path });

  /** Sends, sleeps past the end of the lease, and sends again. */
  async function sleepOver(extend: () => Promise<boolean>) {
    sent.mockClear();
    const logger = mockServices.logger.mock();
    const leases = {
      take: async () => true,
      extend: jest.fn(extend),
      release: async () => undefined,
    };
    const runner = new PassRunner({ leases, logger, leaseMs: LEASE_MS });
    let leased: AbortSignal | undefined;
    const { signal } = new AbortController();
    const outcome = await runner.run('a', signal, async given => {
      leased = given;
      await send('/before');
      freeze(LEASE_MS);
      await send('/after');
    });
    return { outcome, leased, leases, logger };
  }

  it('sends nothing of a pass that wakes up after its lease, before any timer', async () => {
    const { outcome, leased, logger } = await sleepOver(async () => false);

    expect(outcome).toBe('lost');
    expect(leased?.aborted).toBe(true);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    // What goes on beside passes has no lease to lose.
    await send('/beside');
    expect(sent.mock.calls.flat()).toEqual(['/before', '/beside']);
  });

  it('goes on with a lease that nobody has taken meanwhile', async () => {
    const order: string[] = [];
    sent.mockImplementation(path => order.push(path));

    const { outcome, leased } = await sleepOver(async () => {
      order.push('asked');
      return true;
    });

    expect(outcome).toBe('made');
    expect(leased?.aborted).toBe(false);
    expect(order.slice(0, 3)).toEqual(['/before', 'asked', '/after']);
  });

  it('asks nothing of what a pass began and goes on after it', async () => {
    const leases = {
      take: async () => true,
      extend: jest.fn(async () => false),
      release: async () => undefined,
    };
    const logger = mockServices.logger.mock();
    const runner = new PassRunner({ leases, logger, leaseMs: LEASE_MS });
    let end = () => {};
    const ended = new Promise<void>(resolve => (end = resolve));
    let watch: Promise<unknown> = Promise.resolve();
    const { signal } = new AbortController();
    await runner.run('a', signal, async () => {
      watch = ended.then(() => send('/watch'));
    });
    freeze(LEASE_MS);
    end();

    await watch;
    expect(leases.extend).not.toHaveBeenCalled();
    expect(logger.warn).not.toHaveBeenCalled();
  });
});
