import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import {
  api,
  approval,
  binding,
  cluster,
  component,
  contract,
  input,
  resource,
} from '../../testUtils';
import { buildApprovalScope } from '../buildApprovalScope';
import { buildModel } from '../buildModel';
import type { MeshInput } from '../types';

const STRIPE = 'resource:default/stripe';
const retail = 'group:default/retail';
const ask = { ...input([]).defaults, unclaimed: 'ask' as const };
const tls = { name: 'tls-443', port: 443, targetPort: 443, protocol: 'tls' };

const stripe = (mesh: JsonObject = {}, owner?: string): Entity => {
  const entity = resource({
    name: 'stripe',
    type: 'external-service',
    ...(owner && { owner }),
  });
  const outside = {
    hosts: ['api.stripe.com'],
    ports: [{ port: 443, protocol: 'tls' }],
    ...mesh,
  };
  return { ...entity, spec: { ...entity.spec, mesh: outside } };
};
const web = (refinement?: JsonObject) =>
  component({
    name: 'web',
    dependsOn: [STRIPE],
    mesh: refinement && { dependencies: { [STRIPE]: refinement } },
  });

const look = (of: MeshInput) => {
  const { model, diagnostics } = buildModel(of);
  return {
    model,
    consents: model.edges.map(
      ({ consent }) => `${consent.state} ${consent.reason}`,
    ),
    codes: diagnostics.map(({ code, entityRef }) => `${code} ${entityRef}`),
  };
};

describe('an external service', () => {
  it('is an edge to its hosts, which go to whoever names them first', () => {
    const { model, consents, codes } = look(input([web(), stripe()]));
    expect(consents).toEqual(['granted SameOwner']);
    expect(codes).toEqual([]);
    expect(model.edges[0]).toMatchObject({
      key: `component:default/web@shop-weu/web>${STRIPE}@shop-weu#${STRIPE}`,
      provider: `${STRIPE}@shop-weu`,
      ports: [tls],
    });
    expect(model.externals).toMatchObject([
      {
        key: `${STRIPE}@shop-weu`,
        entityRef: STRIPE,
        cluster: 'shop-weu',
        owner: 'group:default/shop',
        hosts: ['api.stripe.com'],
        ports: [tls],
      },
    ]);
    expect(model.newBindings).toContainEqual(
      expect.objectContaining({ cluster: 'shop-weu', host: 'api.stripe.com' }),
    );
  });

  it('waits for a binding where that is the rule', () => {
    const of = input([web(), stripe()], {
      defaults: ask,
      bindings: [binding('web')],
    });
    expect(look(of)).toMatchObject({
      consents: ['pending HostNotBound'],
      codes: [`MW1114 ${STRIPE}`],
    });
    const bindings = [binding('web'), binding('*.stripe.com')];
    expect(look({ ...of, bindings }).consents).toEqual(['granted SameOwner']);
  });

  it('only stands for hosts of its owner', () => {
    const bindings = [
      binding('api.stripe.com', retail),
      binding('files.stripe.com'),
    ];
    const hosts = ['api.stripe.com', 'files.stripe.com'];
    const { model, codes } = look(
      input([web(), stripe({ hosts })], { bindings }),
    );
    expect(model.externals?.[0].hosts).toEqual(['files.stripe.com']);
    expect(codes).toEqual([`MW1114 ${STRIPE}`]);
  });

  it.each([
    ['a wildcard, which nobody gets by coming first', '*.stripe.com', 'MW1114'],
    ['the private zone', 'shop.mesh.internal', 'MW1030'],
    ['a Service of a namespace', 'api.web', 'MW1030'],
  ])('is not %s', (_, host, code) => {
    expect(look(input([web(), stripe({ hosts: [host] })]))).toMatchObject({
      consents: ['pending HostNotBound'],
      codes: [`${code} ${STRIPE}`],
    });
  });

  it('does not take in hosts of others by a wildcard', () => {
    const bindings = [binding('api.stripe.com', retail)];
    const hosts = ['*.stripe.com'];
    expect(
      look(input([web(), stripe({ hosts })], { bindings })).consents,
    ).toEqual(['pending HostNotBound']);
  });

  it('needs consent like a workload, for the hosts that were seen', () => {
    const bindings = [binding('*.stripe.com', retail)];
    const of = input([web(), stripe({}, retail)], { bindings });
    expect(look(of).consents).toEqual(['pending WaitsForOwner']);
    const scope = buildApprovalScope(buildModel(of).model, {
      consumerRef: 'component:default/web',
      providerRef: STRIPE,
      environment: 'production',
    });
    expect(scope?.provider.identities).toEqual(['api.stripe.com']);
    const approvals = scope ? [approval(scope)] : [];
    expect(look({ ...of, approvals }).consents).toEqual(['granted Approved']);
    const more = stripe({ hosts: ['api.stripe.com', 'x.stripe.com'] }, retail);
    expect(
      look(input([web(), more], { bindings, approvals })).consents,
    ).toEqual(['pending WiderThanApproved']);
  });

  it('cannot be limited to operations', () => {
    expect(look(input([web({ methods: ['GET'] }), stripe()]))).toMatchObject({
      consents: [],
      codes: ['MW1105 component:default/web'],
    });
  });

  it('keeps its hosts while they cannot be read', () => {
    const lastGood = buildModel(input([web(), stripe()])).readable.map(
      declaration => ({
        entityRef: declaration.entityRef,
        declaration,
        seenAt: '2026-11-22T00:00:00.000Z',
      }),
    );
    const broken = input([web(), stripe({ hosts: 7 })], { lastGood });
    expect(look(broken).consents).toEqual(['granted SameOwner']);
  });
});

describe('a workload of another cluster', () => {
  const clusters = [
    cluster(),
    cluster({
      name: 'shop-neu',
      gateways: {
        public: {
          namespace: 'gw',
          selector: {},
          serviceAccount: 'gw',
          tlsCredential: 'shop-tls',
        },
        internal: {
          namespace: 'gw',
          selector: {},
          serviceAccount: 'gw',
          address: '10.9.0.4',
          tlsCredential: 'shop-tls',
        },
      },
    }),
  ];
  const bindings = [binding('*.shop.example.com')];
  const far = (expose: JsonObject[], lists = {}) =>
    component({
      name: 'api',
      ...lists,
      mesh: { cluster: 'shop-neu', expose },
    });
  const near = component({
    name: 'web',
    dependsOn: ['component:default/api'],
  });
  const route = (host: string, gateway: string) => ({
    host,
    gateway,
    from: ['10.0.0.0/8'],
  });

  it('is reached at the host where it exposes itself', () => {
    const provider = far([
      route('a.shop.example.com', 'public'),
      route('b.shop.example.com', 'internal'),
    ]);
    const { model, consents, codes } = look(
      input([near, provider], { clusters, bindings }),
    );
    expect(consents).toEqual(['granted SameOwner']);
    expect(codes).toEqual([]);
    expect(model.externals).toMatchObject([
      {
        key: 'component:default/api@shop-weu+b.shop.example.com',
        cluster: 'shop-weu',
        hosts: ['b.shop.example.com'],
        ports: [tls],
        addresses: ['10.9.0.4'],
        workload: 'component:default/api@shop-neu/api',
      },
    ]);
    expect(model.edges[0].ports).toEqual([tls]);
  });

  it('is no edge where it exposes itself nowhere', () => {
    expect(look(input([near, far([])], { clusters, bindings }))).toMatchObject({
      consents: [],
      codes: ['MW1103 component:default/web'],
    });
  });

  it('is reached through its API as well, as wide as its route', () => {
    const caller = component({ name: 'web', consumesApis: ['orders'] });
    const provider = far([route('b.shop.example.com', 'internal')], {
      providesApis: ['orders'],
    });
    const { model, consents } = look(
      input([caller, provider, api('orders')], {
        clusters,
        bindings,
        contracts: { 'api:default/orders': contract(['get GET /']) },
      }),
    );
    expect(consents).toEqual(['granted SameOwner']);
    expect(model.edges[0].operations).toBeUndefined();
  });
});
