import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnControlPlane } from '@meshwright/control-plane';
import { useServer } from './__testUtils__/api';

const contracts = readdirSync(__dirname).filter(name =>
  name.endsWith('.contract.test.ts'),
);

describeOnControlPlane(
  'a real API server keeps the contract of',
  () => {
    describe.each(contracts)('%s', name => {
      jest.requireActual(join(__dirname, name));
    });
  },
  {
    onStarted: server => {
      const { cluster } = JSON.parse(server.kubeconfig).clusters[0];
      const ca = cluster['certificate-authority-data'];
      useServer(server.proxyUrl, {
        compact: () => server.compact(),
        front: {
          url: server.url,
          ca: Buffer.from(ca, 'base64').toString(),
        },
      });
    },
  },
);
