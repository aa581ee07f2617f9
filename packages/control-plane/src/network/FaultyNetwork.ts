import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideTool } from '../assets/provideTool';
import { freePorts } from '../server/freePorts';
import { Guardian } from '../server/Guardian';
import { Program } from '../server/Program';
import { createWire, type Wire } from './Wire';

/** TCP on loopback that can be made to fail. */
export type FaultyNetwork = {
  /** A wire to `host:port`; whole until it is afflicted. */
  open(target: string): Promise<Wire>;
  /** Takes all that was done to all wires back. */
  heal(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts toxiproxy on free ports of loopback, building it first when it is not
 * there. It ends with `stop`, or when this process ends in whatever way.
 */
export async function startFaultyNetwork(): Promise<FaultyNetwork> {
  const { program: path } = await provideTool('toxiproxy');
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-network-'));
  const guardian = new Guardian(folder);
  const [port] = await freePorts(1);
  const program = new Program({
    ...{ name: 'toxiproxy', path, folder, guardian },
    args: ['-host', '127.0.0.1', '-port', String(port)],
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await program.stop();
    await guardian.finish();
  };
  try {
    await program.until(async () => (await fetch(`${url}/version`)).ok, 20);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    open: target => createWire(url, target),
    async heal() {
      await fetch(`${url}/reset`, { method: 'POST' });
    },
    stop,
  };
}
