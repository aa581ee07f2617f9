import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnControlPlane } from '@meshwright/control-plane';
import { useServer } from './__testUtils__/api';
import { readPublished } from './__testUtils__/readPublished';

const contracts = readdirSync(__dirname).filter(name =>
  name.endsWith('.contract.test.ts'),
);

describeOnControlPlane(
  'a real API server keeps the contract of',
  server => {
    it('what its CustomResourceDefinitions say of the same kinds', async () => {
      const answer = await fetch(
        `${
          server().proxyUrl
        }/apis/apiextensions.k8s.io/v1/customresourcedefinitions`,
      );
      const found = readPublished((await answer.json()).items);
      const file = join(__dirname, 'validation/cel/published.json');
      if (process.env.UPDATE_GOLDEN) {
        writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
      }
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(found);
    });

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
