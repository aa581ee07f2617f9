import fc from 'fast-check';
import { arbitraryClusterSpec } from '../testUtils/arbitraryClusterSpec';
import {
  clusterAnswers,
  clusterSpec,
  edgeAnswers,
} from '../testUtils/clusterSpec';
import { fullAnswers, listMalformed } from './__testUtils__/malformed';
import { buildAddressPlan } from './buildAddressPlan';
import { validateClusterSpec } from './validateClusterSpec';

const malformed = listMalformed();

describe('validateClusterSpec', () => {
  it('takes what is right as it is', () => {
    const answers = fullAnswers();

    expect(validateClusterSpec(answers)).toEqual({
      spec: answers,
      problems: [],
    });
  });

  it('derives what is not said', () => {
    const { spec, problems } = validateClusterSpec(
      clusterAnswers({ edge: edgeAnswers() }),
    );

    expect(problems).toEqual([]);
    expect(spec).toMatchObject({
      provider: 'azure',
      resourceGroup: 'rg-shop-neu',
      network: {
        subnets: {
          nodes: '10.240.0.0/22',
          ingress: '10.240.4.0/28',
          privateEndpoints: '10.240.4.32/27',
          applicationGateway: '10.240.5.0/24',
        },
        pods: '10.244.0.0/16',
        services: '172.16.0.0/16',
        ingressAddress: '10.240.4.4',
        dnsAddress: '172.16.0.10',
      },
      kubernetes: {
        access: { type: 'private' },
        zones: ['1', '2', '3'],
      },
      mesh: { ca: 'istiod' },
      edge: { backend: 'https', waf: 'Prevention' },
    });
  });

  it('has no subnet for an application gateway without an edge, and keeps its place', () => {
    const without = clusterSpec().network.subnets;
    const { applicationGateway, ...others } = clusterSpec({
      edge: edgeAnswers(),
    }).network.subnets;

    expect(without).toEqual(others);
    expect(applicationGateway).toBeDefined();
  });

  it('moves no subnet when there are to be more nodes', () => {
    const few = clusterSpec({ nodes: { max: 5 } });
    const many = clusterSpec({ nodes: { max: 700 } });

    expect(many.network.subnets).toEqual(few.network.subnets);
  });

  it.each([
    ['10.0.0.0/16', ['10.0.4.4', '10.244.0.0/16', '172.16.0.0/16']],
    ['10.244.0.0/20', ['10.244.4.4', '10.0.0.0/16', '172.16.0.0/16']],
    ['172.16.0.0/22', ['172.16.2.4', '10.244.0.0/16', '172.17.0.0/16']],
    ['192.168.1.0/24', ['192.168.1.132', '10.244.0.0/16', '172.16.0.0/16']],
  ])('finds room beside %s', (range, expected) => {
    const { ingressAddress, pods, services } = clusterSpec({
      network: { range },
    }).network;

    expect([ingressAddress, pods, services]).toEqual(expected);
  });

  it('leaves out what AKS keeps when it looks for room', () => {
    const peers = ['172.16.0.0/13', '172.24.0.0/14', '172.28.0.0/15'];

    const { network } = clusterSpec({
      network: { range: '10.240.0.0/16', peers },
    });

    expect(network.services).toBe('10.0.0.0/16');
  });

  it('cuts around the subnets that are given', () => {
    const { subnets } = clusterSpec({
      network: { range: '10.0.0.0/20', subnets: { nodes: '10.0.4.0/22' } },
    }).network;

    expect(subnets).toEqual({
      nodes: '10.0.4.0/22',
      ingress: '10.0.0.0/28',
      privateEndpoints: '10.0.0.32/27',
    });
  });

  it.each(malformed)('refuses %s', (_, field, answers) => {
    const { spec, problems } = validateClusterSpec(answers);

    expect(spec).toBeUndefined();
    expect(
      problems.filter(({ severity }) => severity === 'error'),
    ).toContainEqual(expect.objectContaining({ field }));
  });

  it('checks addresses of answers that are not finished', () => {
    const { problems } = validateClusterSpec({
      network: { range: '10.0.0.0/16', pods: '10.0.0.0/16' },
      nodes: { max: 'many' },
    });

    expect(problems.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['name', 'nodes.max', 'network.pods']),
    );
  });

  it('knows hundreds of wrong specifications, each another', () => {
    const texts = new Set(malformed.map(([, , a]) => JSON.stringify(a)));

    expect(texts.size).toBe(malformed.length);
    expect(malformed.length).toBeGreaterThan(250);
  });

  it('says in words what to do, without repeating a novel', () => {
    for (const [, , answers] of malformed) {
      for (const { message } of validateClusterSpec(answers).problems) {
        expect(message).not.toMatch(/invalid|expected|undefined|\[object/i);
        expect(message.length).toBeLessThan(400);
      }
    }
  });

  it('refuses a key that would become a prototype', () => {
    const answers = JSON.parse(
      JSON.stringify({ ...fullAnswers(), tags: { place: 'holder' } }).replace(
        'place',
        '__proto__',
      ),
    );

    expect(validateClusterSpec(answers)).toEqual({
      problems: [expect.objectContaining({ field: 'tags.__proto__' })],
    });
  });

  it.each([
    [
      'a small subnet for the application gateway',
      'network.subnets.applicationGateway',
      clusterAnswers({
        network: {
          range: '10.240.0.0/16',
          subnets: { applicationGateway: '10.240.5.0/26' },
        },
        edge: edgeAnswers(),
      }),
    ],
    [
      'fewer nodes than zones',
      'nodes.min',
      clusterAnswers({ nodes: { min: 1 } }),
    ],
    [
      'a private range at a public API server',
      'kubernetes.access.ranges[0]',
      clusterAnswers({
        kubernetes: {
          adminGroups: ['11111111-1111-1111-1111-111111111111'],
          access: { type: 'authorizedRanges', ranges: ['10.0.0.0/8'] },
        },
      }),
    ],
  ])('warns of %s', (_, field, answers) => {
    const { spec, problems } = validateClusterSpec(answers);

    expect(spec).toBeDefined();
    expect(problems).toEqual([
      expect.objectContaining({ field, severity: 'warning' }),
    ]);
  });

  it('gives a specification back as it is', () => {
    fc.assert(
      fc.property(arbitraryClusterSpec(), spec => {
        expect(validateClusterSpec(spec).spec).toEqual(spec);
      }),
      { numRuns: 500 },
    );
  });

  it('gives specifications in which nothing overlaps and everything has room', () => {
    fc.assert(
      fc.property(arbitraryClusterSpec(), spec => {
        for (const block of buildAddressPlan(spec)) {
          expect(block.overlaps).toEqual([]);
          expect(block.usable).toBeGreaterThanOrEqual(block.needed);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever the answers', () => {
    const field = fc.constantFrom(...Object.keys(fullAnswers()));
    fc.assert(
      fc.property(field, fc.jsonValue(), (key, value) => {
        const { spec, problems } = validateClusterSpec({
          ...fullAnswers(),
          [key]: value,
        });
        expect(spec === undefined).toBe(
          problems.some(({ severity }) => severity === 'error'),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
