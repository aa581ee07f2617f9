import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findAssets, startControlPlane } from '@meshwright/control-plane';
import type { ControlPlane } from '@meshwright/control-plane';
import { useServer } from './__testUtils__/api';

// The first start on a machine may have to build.
const BUILD = 20 * 60_000;

const contracts = readdirSync(__dirname).filter(name =>
  name.endsWith('.contract.test.ts'),
);

const found = findAssets();
if (found.state === 'missing') {
  process.stdout.write(`Real API server left out: ${found.reason}\n`);
}

(found.state === 'missing' ? describe.skip : describe)(
  'a real API server keeps the contract of',
  () => {
    let server: ControlPlane;

    beforeAll(async () => {
      server = await startControlPlane();
      useServer(server.proxyUrl, () => server.compact());
    }, BUILD);
    afterAll(() => server?.stop());

    describe.each(contracts)('%s', name => {
      jest.requireActual(join(__dirname, name));
    });
  },
);
