import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MeshObject } from '@meshwright/plugin-mesh-common';
import { WatchRecorder } from './WatchRecorder';

jest.setTimeout(60_000);

const KIND = { apiVersion: 'v1', kind: 'Namespace', path: '/namespaces' };
const OTHER = { apiVersion: 'v1', kind: 'Secret', path: '/secrets' };

function namespace(name: string, resourceVersion: number): MeshObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, resourceVersion: `${resourceVersion}` },
  };
}

/** An API server that says what the test lets it say. */
async function startServer() {
  const state = {
    version: 1,
    items: [] as MeshObject[],
    watches: [] as ServerResponse[],
    isForgetful: false,
    onList: undefined as (() => void) | undefined,
  };
  const server = createServer((incoming, answer) => {
    if (incoming.url?.startsWith(OTHER.path)) {
      answer.flushHeaders();
      if (!incoming.url.includes('watch=true')) {
        const metadata = { resourceVersion: `${state.version + 10}` };
        answer.end(JSON.stringify({ metadata, items: [] }));
      }
    } else if (!incoming.url?.includes('watch=true')) {
      state.onList?.();
      const metadata = { resourceVersion: `${state.version}` };
      answer.end(JSON.stringify({ metadata, items: state.items }));
    } else if (state.isForgetful) {
      state.isForgetful = false;
      answer.writeHead(410).end();
    } else {
      answer.flushHeaders();
      state.watches.push(answer);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    state,
    url: `http://127.0.0.1:${port}`,
    tell: (type: string, object: MeshObject) =>
      state.watches.at(-1)?.write(`${JSON.stringify({ type, object })}\n`),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function until(check: () => boolean): Promise<void> {
  while (!check()) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

describe('WatchRecorder', () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let recorder: WatchRecorder;

  beforeEach(async () => {
    server = await startServer();
    recorder = await WatchRecorder.start({ url: server.url, kinds: [KIND] });
    await until(() => server.state.watches.length === 1);
  });

  afterEach(async () => {
    await recorder.stop();
    server.stop();
  });

  it('waits for what is there, and hands out events in their order', async () => {
    const recording = recorder.record(({ metadata }) => metadata.name !== 'x');
    server.state.items = [namespace('a', 4), namespace('x', 5)];
    server.state.version = 6;
    const caughtUp = recorder.catchUp(recording);
    server.tell('ADDED', namespace('a', 2));
    server.tell('ADDED', namespace('b', 3));
    server.tell('MODIFIED', namespace('a', 4));
    server.tell('ADDED', namespace('x', 5));
    server.tell('DELETED', namespace('b', 6));

    await caughtUp;

    const { start, events } = recording.cut();
    expect(start).toEqual([]);
    expect(
      events.map(({ key, type, version }) => [key, type, version]),
    ).toEqual([
      ['/Namespace//a', 'put', 2],
      ['/Namespace//b', 'put', 3],
      ['/Namespace//a', 'put', 4],
      ['/Namespace//b', 'delete', 6],
    ]);
    expect(recording.cut()).toEqual({
      start: [namespace('a', 4)],
      events: [],
    });
  });

  it('does not wait for the end of what came after it was listed', async () => {
    const kinds = [KIND, OTHER];
    const both = await WatchRecorder.start({ url: server.url, kinds });
    await until(() => server.state.watches.length === 2);
    const recording = both.record(() => true);
    server.state.onList = () => server.tell('ADDED', namespace('late', 5));

    const caughtUp = both.catchUp(recording);
    await until(() => recording.present().length === 1);

    await expect(caughtUp).resolves.toBeUndefined();
    await both.stop();
  });

  it('finds out what a server that was started anew does not tell', async () => {
    const recording = recorder.record(() => true);
    server.tell('ADDED', namespace('gone', 2));
    server.tell('ADDED', namespace('changed', 3));
    await until(() => recording.present().length === 2);
    server.state.items = [namespace('changed', 5)];
    server.state.version = 7;
    server.state.isForgetful = true;

    server.state.watches[0].destroy();
    await until(() => server.state.watches.length === 2);
    await recorder.catchUp(recording);

    const { events } = recording.cut();
    expect(
      events.map(({ key, type, version, afterGap }) => [
        ...[key, type, version],
        ...(afterGap ? ['after a gap'] : []),
      ]),
    ).toEqual([
      ['/Namespace//gone', 'put', 2],
      ['/Namespace//changed', 'put', 3],
      ['/Namespace//changed', 'put', 5, 'after a gap'],
      ['/Namespace//gone', 'delete', 7, 'after a gap'],
    ]);
  });
});
