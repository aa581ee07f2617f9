import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnControlPlane } from '@meshwright/control-plane';
import { useServer } from './__testUtils__/api';
import { readPublished } from './__testUtils__/readPublished';
import { type Published, definitions } from './validation/cel/definitions';

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
      // The expressions are ours: what they come to is compared by the contract.
      const places = ({ columns, rules }: Published) => ({
        columns,
        rules: rules.map(({ message, at }) => ({ message, at })),
      });
      expect(places(definitions)).toEqual(places(found));
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
