import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readMeshConfig } from './readMeshConfig';

const shop = {
  name: 'shop-weu',
  environment: 'production',
  type: 'kubeconfig',
  revision: 'asm-1-29',
  gateways: {
    internal: {
      namespace: 'aks-istio-ingress',
      selector: { 'app.example.com/gateway': 'internal' },
      serviceAccount: 'gateway',
      address: '10.240.4.4',
    },
  },
  dns: { type: 'azure-private-dns', zone: 'mesh.internal' },
};

const read = (mesh?: JsonObject) =>
  readMeshConfig(new ConfigReader(mesh ? { mesh } : {}));

describe('readMeshConfig', () => {
  it('says what to add when nothing is configured', () => {
    expect(read()).toMatchObject({
      clusters: [],
      problem: expect.stringContaining("add 'mesh.instance'"),
    });
  });

  it('reads a cluster with its gateways and zone, and knows the defaults', () => {
    const config = read({ instance: 'dev', clusters: [shop] });

    expect(config.problem).toBeUndefined();
    expect(config.settleSeconds).toBe(15);
    expect(config.defaults).toEqual({
      approval: 'owner',
      retiringHours: 24,
      unclaimed: 'ask',
    });
    expect(config.clusters[0]).toMatchObject({
      type: 'kubeconfig',
      dnsType: 'azure-private-dns',
      cluster: {
        name: 'shop-weu',
        trustDomain: 'cluster.local',
        dnsZone: 'mesh.internal',
        dnsTtl: 300,
        gateways: {
          internal: { selector: { 'app.example.com/gateway': 'internal' } },
        },
      },
    });
  });

  it.each([
    ['no URL', { url: 'prometheus' }],
    ['no text', { url: 17 }],
    ['nothing but text', 'http://127.0.0.1'],
  ])('keeps a cluster whose prometheus is %s', (_, prometheus) => {
    const { clusters } = read({
      instance: 'dev',
      clusters: [{ ...shop, prometheus } as JsonObject],
    });

    expect(clusters[0].problem).toBeUndefined();
    expect(clusters[0].prometheusUrl).toBeDefined();
  });

  it('keeps the good clusters when one block is broken', () => {
    const config = read({
      instance: 'dev',
      clusters: [{ name: 'lab', environment: 'test' }, shop],
    });

    expect(config.problem).toBeUndefined();
    expect(
      config.clusters.map(({ name, cluster }) => [name, !!cluster]),
    ).toEqual([
      ['lab', false],
      ['shop-weu', true],
    ]);
    expect(config.clusters[0].problem).toMatch(/'lab' is not usable.*revision/);
  });

  it('refuses a second cluster of the same name', () => {
    const { clusters } = read({ instance: 'dev', clusters: [shop, shop] });

    expect(clusters[0].problem).toBeUndefined();
    expect(clusters[1].problem).toMatch(/'shop-weu' is given to two clusters/);
  });

  it.each([
    ['an instance that is no label', { instance: 'My Laptop' }, /instance/],
    ['no instance', { clusters: [shop] }, /instance/],
    [
      'a word that it does not know',
      { instance: 'dev', bindings: { unclaimed: 'steal' } },
      /'steal'; it must be one of first-come, ask/,
    ],
    [
      'a binding of nothing',
      { instance: 'dev', bindings: { static: [{ owner: 'group:default/a' }] } },
      /either 'namespace' or 'host'/,
    ],
  ])('manages nothing and says why, given %s', (_, mesh, problem) => {
    const config = read(mesh as JsonObject);

    expect(config.problem).toMatch(problem);
    expect(config.clusters).toEqual([]);
  });

  it('reads durations and bindings', () => {
    const config = read({
      instance: 'dev',
      settle: { seconds: 1 },
      retiring: { grace: { minutes: 30 } },
      bindings: {
        unclaimed: 'first-come',
        static: [{ namespace: 'shop-*', owner: 'group:default/shop' }],
      },
    });

    expect(config.settleSeconds).toBe(1);
    expect(config.defaults.retiringHours).toBe(0.5);
    expect(config.bindings).toMatchObject([
      { cluster: '*', namespace: 'shop-*', origin: 'config', by: 'config' },
    ]);
  });
});
