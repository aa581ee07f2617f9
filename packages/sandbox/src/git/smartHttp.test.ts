import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express, { type Request, type Response } from 'express';
import { RepositoryStore } from './RepositoryStore';
import { smartHttp } from './smartHttp';

jest.setTimeout(60_000);

describe('smartHttp', () => {
  it('starts no git for somebody who is gone already', async () => {
    const root = await mkdtemp(join(tmpdir(), 'git-smart-'));
    const store = await RepositoryStore.create({
      ...{ root, organizations: ['shop'] },
    });
    const repository = await store.create({ owner: 'shop', name: 'web' });
    const finish = jest.fn();
    const app = express();
    const gone = new Promise<[Request, Response]>(resolve =>
      app.post('/', (req, res) => res.once('close', () => resolve([req, res]))),
    );
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;

    const socket = connect(port, '127.0.0.1');
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n';
    socket.write(head);
    await once(server, 'request');
    socket.destroy();
    const [req, res] = await gone;
    await smartHttp(req, res, {
      ...{ repository, path: 'git-receive-pack', user: 'sandbox', finish },
    });

    expect(finish).not.toHaveBeenCalled();
    server.close();
    await rm(root, { recursive: true });
  });
});
