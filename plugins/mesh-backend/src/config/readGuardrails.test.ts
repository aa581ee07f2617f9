import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readMeshConfig } from './readMeshConfig';

const cluster = {
  name: 'shop-weu',
  environment: 'production',
  type: 'kubeconfig',
  revision: 'asm-1-29',
};
const pci = {
  id: 'pci',
  effect: 'deny',
  reason: 'Card data stays in payments',
  environment: 'production',
  from: { not: { system: ['system:default/payments'] } },
  to: { tags: ['pci'], ref: ['component:*/cards-*'] },
  protocols: ['http', 'grpc'],
  breadth: 'every-method',
};

const read = (mesh: JsonObject) =>
  readMeshConfig(
    new ConfigReader({
      mesh: { instance: 'dev', clusters: [cluster], ...mesh },
    }),
  );

describe('guardrails in the configuration', () => {
  it('are none unless there are some', () => {
    const config = read({});
    expect(config.problem).toBeUndefined();
    expect(config.guardrails).toEqual([]);
  });

  it('are taken over as they are', () => {
    const config = read({ guardrails: [pci] });
    expect(config.problem).toBeUndefined();
    expect(config.guardrails).toEqual([pci]);
  });

  it.each<[string, object, RegExp]>([
    ['no list', { guardrails: {} }, /'mesh.guardrails': .*array/],
    ['an unknown key', { to_: {} }, /\[0\]': .*"to_"/],
    ['an unknown effect', { effect: 'block' }, /\[0\].effect'/],
    ['no reason', { reason: '' }, /\[0\].reason'/],
    ['a list without values', { to: { tags: [] } }, /\[0\].to.tags'/],
    ['a misspelt key of a selector', { to: { tag: ['a'] } }, /\[0\].to'/],
    [
      'a short reference',
      { to: { owner: ['pay'] } },
      /owner\[0\]': .*full ref/,
    ],
    ['a reference in capitals', { to: { ref: ['API:a/b'] } }, /ref\[0\]'/],
    ['an unknown environment', { environment: 'prod' }, /'prod', which no/],
    ['an id that is none', { id: 'A b' }, /\[0\].id'/],
  ])('manage nothing and say why, given %s', (_, change, problem) => {
    const guardrails =
      'guardrails' in change ? change.guardrails : [{ ...pci, ...change }];
    const config = read({ guardrails } as JsonObject);
    expect(config.problem).toMatch(problem);
    expect(config.clusters).toEqual([]);
  });

  it('have an id of their own', () => {
    expect(read({ guardrails: [pci, pci] }).problem).toMatch(
      /\[1\]' has the id 'pci' of another one/,
    );
  });
});

describe('what a cluster is besides its name', () => {
  const options = {
    nodeLocalDns: '169.254.20.10',
    istio: '1.29',
    ranges: {
      pods: ['10.244.0.0/16'],
      services: ['10.0.0.0/16', 'fd00::/108'],
      networks: [],
    },
    scraper: { namespace: 'monitoring', selector: { app: 'prometheus' } },
    apiServerRanges: ['10.1.0.0/28'],
    proxyServices: [
      { namespace: 'tracing', selector: { app: 'collector' }, port: 4317 },
    ],
    externalAuthorizer: {
      namespace: 'authz',
      selector: { app: 'opa' },
      service: 'opa',
      port: 9191,
      provider: 'opa',
      protocol: 'grpc',
      workloads: { tier: ['critical'] },
    },
    applicationGateway: {
      subnet: '10.2.0.0/24',
      probeHosts: ['probe.example.com'],
    },
    accessLogProvider: 'otel',
    cni: true,
  };

  it('is read as it is', () => {
    const { clusters } = read({ clusters: [{ ...cluster, ...options }] });
    expect(clusters[0].problem).toBeUndefined();
    expect(clusters[0].cluster).toMatchObject(options);
  });

  it('is left out where nothing is said', () => {
    const [{ cluster: config = {} }] = read({}).clusters;
    const said = Object.keys(options).filter(key => key in config);
    expect(said).toEqual([]);
  });

  it.each<[string, object, RegExp]>([
    ['a range that is none', { apiServerRanges: ['10.1.0.0'] }, /Ranges\[0\]'/],
    ['a range too wide', { apiServerRanges: ['10.1.0.0/33'] }, /Ranges\[0\]'/],
    ['a version as a number', { istio: 1.3 }, /'istio'/],
    ['an unknown key', { scraper: { ...options.scraper, a: 1 } }, /'scraper'/],
    ['no labels', { scraper: { namespace: 'a', selector: {} } }, /selector'/],
    ['half of the ranges', { ranges: { pods: [] } }, /'ranges.pods'/],
  ])('is that cluster’s problem, given %s', (_, change, problem) => {
    const { clusters } = read({ clusters: [{ ...cluster, ...change }] });
    expect(clusters[0].cluster).toBeUndefined();
    expect(clusters[0].problem).toMatch(problem);
  });
});
