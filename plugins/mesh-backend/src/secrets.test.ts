import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import createKnex from 'knex';
import { CANARY, failsWithoutCanary } from './clusters/__testUtils__/canary';
import { KubeconfigCredentials } from './clusters';
import { readMeshConfig } from './config';
import { MeshDatabase } from './database';
import { PrometheusTrafficSource } from './observe';

/** A Prometheus that is signed in to, and what carries the requests. */
function observe(send: typeof fetch, header = `Bearer ${CANARY}`) {
  return PrometheusTrafficSource.create({
    url: 'https://prometheus.example',
    fetch: send,
    headers: async () => ({ authorization: header }),
  }).observe({ cluster: 'dev', windowSeconds: 300 });
}

const cluster = {
  name: 'dev',
  environment: 'test',
  type: 'kubeconfig',
  revision: 'default',
};

describe('secrets of the configuration', () => {
  it('are not in the error of a database that is away', async () => {
    const told: string[] = [];
    const knex = createKnex({
      client: 'pg',
      connection: `postgresql://meshwright:${CANARY}@127.0.0.1:1/mesh`,
      acquireConnectionTimeout: 1_000,
      log: { warn: text => told.push(String(text)) },
    });

    const said = await failsWithoutCanary(
      MeshDatabase.create({ database: mockServices.database({ knex }) }),
    );
    await knex.destroy();

    expect(said).toMatch(/connect|Knex/);
    expect(told.join()).not.toContain(CANARY);
  });

  it('are not in the error of a header that cannot be sent', async () => {
    const send: typeof fetch = async (_, init) => {
      const headers = new Headers(init?.headers);
      return new Response(null, { headers });
    };

    expect(
      await failsWithoutCanary(observe(send, `Bearer ${CANARY}\nx: y`)),
    ).toMatch(/Could not read traffic from Prometheus/);
  });

  it('are not in what a Prometheus repeats', async () => {
    const send: typeof fetch = async (_, init) => {
      const error = `bad ${new Headers(init?.headers).get('authorization')}`;
      return Response.json({ status: 'error', error }, { status: 401 });
    };

    expect(await failsWithoutCanary(observe(send))).toBe(
      "Could not read traffic from Prometheus at 'prometheus.example': bad [secret] (HTTP 401)",
    );
  });

  it('are not in the error of a kubeconfig that is in the place of its path', async () => {
    const kubeconfig = `apiVersion: v1\nusers: [{user: {token: ${CANARY}}}]`;
    const config = new ConfigReader({ ...cluster, kubeconfig });

    expect(
      await failsWithoutCanary(
        new KubeconfigCredentials().getKubeconfig({ cluster: 'dev', config }),
      ),
    ).toBe(
      "The 'kubeconfig' of cluster 'dev' must be the path of a file, not its content",
    );
  });

  it.each([
    ['an instance', { instance: `${CANARY} ${CANARY}` }],
    ['a list of clusters', { instance: 'test', clusters: CANARY }],
    [
      'a Prometheus',
      {
        instance: 'test',
        clusters: [
          { ...cluster, prometheus: { url: `http://user:${CANARY}@host` } },
        ],
      },
    ],
  ])('are not in the problem of %s that is none', (_, mesh) => {
    const read = () => {
      const { clusters } = readMeshConfig(new ConfigReader({ mesh }));
      return clusters.map(({ problem }) => problem).join();
    };
    const attempt = () => {
      try {
        return read();
      } catch (error) {
        return String(error);
      }
    };

    expect(attempt()).not.toContain(CANARY);
  });
});
