import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findTool } from '../assets/provideTool';
import { type FaultyNetwork, startFaultyNetwork } from './FaultyNetwork';
import type { Wire } from './Wire';

const BUILD = 5 * 60_000;
const found = findTool('toxiproxy');
if (found.state === 'missing') {
  process.stdout.write(`Faulty network left out: ${found.reason}\n`);
}

(found.state === 'missing' ? describe.skip : describe)(
  'a faulty network',
  () => {
    const text = 'x'.repeat(10_000);
    let network: FaultyNetwork;
    let server: Server;
    let wire: Wire;

    beforeAll(async () => {
      network = await startFaultyNetwork();
      server = createServer((_, answer) => answer.end(text));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      wire = await network.open(`127.0.0.1:${port}`);
    }, BUILD);
    afterEach(() => network.heal());
    afterAll(async () => {
      await network.stop();
      server.closeAllConnections();
      server.close();
    });

    const get = async (signal?: AbortSignal) => {
      const response = await fetch(`http://127.0.0.1:${wire.port}`, {
        signal,
        // Of a server that ends the connection, the end comes through.
        headers: signal ? {} : { connection: 'close' },
      });
      return response.text();
    };

    it('carries what it is given', async () => {
      expect(await get()).toBe(text);
    });

    it('cuts and mends', async () => {
      await wire.cut();
      await expect(get()).rejects.toThrow();

      await wire.mend();
      expect(await get()).toBe(text);
    });

    it.each([
      ['resets', { type: 'reset_peer', attributes: { timeout: 0 } }],
      [
        'ends in the middle of',
        { type: 'limit_data', attributes: { bytes: 4_000 } },
      ],
    ] as const)(
      '%s an answer, until that is taken back',
      async (_, affliction) => {
        const takeBack = await wire.afflict(affliction);
        await expect(get()).rejects.toThrow();

        await takeBack();
        expect(await get()).toBe(text);
      },
    );

    it('is silent', async () => {
      await wire.afflict({ type: 'timeout', attributes: { timeout: 0 } });

      await expect(get(AbortSignal.timeout(300))).rejects.toThrow(/timeout/);
    });
  },
);
