import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { createPlan, type PlanOptions } from './createPlan';
import {
  allow,
  denyCalls,
  denyConnections,
  network,
  ours,
  peer,
  pod,
  record,
  shop,
  theirs,
} from './testObjects';
import type { Change, Plan } from './types';

const plan = (options: Partial<PlanOptions>): Plan =>
  createPlan({
    desired: [],
    desiredRecords: [],
    live: [],
    liveRecords: [],
    instance: 'test',
    cluster: 'shop-weu',
    ...options,
  });

/** `create AuthorizationPolicy api`, wave by wave. */
const describeWaves = ({ waves }: Plan) =>
  waves.map(wave =>
    wave.map(change => {
      const subject = change.type === 'delete' ? change.live : change.desired;
      return 'kind' in subject
        ? `${change.type} ${subject.kind} ${subject.metadata.name}`
        : `${change.type} record ${subject.name}`;
    }),
  );

const desiredOf = (change: Change | undefined): MeshObject | undefined =>
  change?.target === 'object' && change.type !== 'delete'
    ? change.desired
    : undefined;

const lived = [shop, pod('web'), pod('api')];

describe('createPlan', () => {
  it.each<[string, MeshObject[], MeshObject[], string[][]]>([
    [
      'creates what is missing',
      [allow('api', 'web')],
      [],
      [['create AuthorizationPolicy api']],
    ],
    ['leaves equal objects alone', [allow('api')], [allow('api')], []],
    [
      'updates what differs',
      [allow('api', 'web')],
      [allow('api')],
      [['update AuthorizationPolicy api']],
    ],
    [
      'deletes what is no longer wanted',
      [],
      [allow('api')],
      [['delete AuthorizationPolicy api']],
    ],
    [
      'deletes what is no longer wanted, of every kind that is emitted',
      [],
      [
        'DestinationRule',
        'RequestAuthentication',
        'ServiceEntry',
        'Sidecar',
        'Telemetry',
      ].map(kind => ours(kind, 'old')),
      [
        ['delete Telemetry old'],
        ['delete DestinationRule old'],
        ['delete Sidecar old'],
        ['delete ServiceEntry old'],
        ['delete RequestAuthentication old'],
      ],
    ],
    [
      'never deletes a Namespace, a ServiceAccount or an unknown kind',
      [],
      [shop, ours('ServiceAccount', 'api'), ours('ConfigMap', 'instance')],
      [],
    ],
    [
      'leaves objects of others alone',
      [],
      [theirs(allow('api', 'web')), theirs(peer('DISABLE'))],
      [],
    ],
  ])('%s', (_, ...[desired, live, expected]) => {
    expect(describeWaves(plan({ desired, live }))).toEqual(expected);
  });

  it('makes what sidecars and policies rely on before them', () => {
    const desired = ['Sidecar', 'RequestAuthentication', 'ServiceEntry'].map(
      kind => ours(kind, 'new'),
    );
    expect(describeWaves(plan({ desired, live: lived }))).toEqual([
      ['create ServiceEntry new'],
      ['create RequestAuthentication new'],
      ['create Sidecar new'],
    ]);
  });

  it('admits callers before it denies everybody else', () => {
    expect(
      describeWaves(
        plan({
          desired: [
            denyConnections,
            denyCalls,
            peer('STRICT'),
            network('api', { from: ['web'] }),
            allow('api', 'web'),
            ours('ServiceAccount', 'api'),
          ],
          live: lived,
        }),
      ),
    ).toEqual([
      ['create ServiceAccount api'],
      ['create PeerAuthentication default'],
      ['create NetworkPolicy api', 'create AuthorizationPolicy api'],
      [
        'create NetworkPolicy default-deny',
        'create AuthorizationPolicy default-deny',
      ],
    ]);
  });

  it('protects a new namespace at once, where no pod can be cut off', () => {
    expect(
      describeWaves(
        plan({
          desired: [shop, denyCalls, allow('api', 'web'), peer('STRICT')],
          live: [ours('Namespace', 'kube-system')],
        }),
      ),
    ).toEqual([
      ['create Namespace shop'],
      [
        'create AuthorizationPolicy api',
        'create AuthorizationPolicy default-deny',
        'create PeerAuthentication default',
      ],
    ]);
  });

  it('opens a route to protected workloads only, then names it', () => {
    const route = ours('VirtualService', 'shop', { http: [] });
    expect(
      describeWaves(
        plan({
          desired: [route, allow('api', 'web'), denyCalls],
          desiredRecords: [record('api')],
          live: lived,
        }),
      ),
    ).toEqual([
      ['create AuthorizationPolicy api'],
      ['create AuthorizationPolicy default-deny'],
      ['create VirtualService shop'],
      ['create record api'],
    ]);
    expect(
      describeWaves(plan({ live: [route], liveRecords: [record('api')] })),
    ).toEqual([['delete record api'], ['delete VirtualService shop']]);
  });

  it('lets mTLS become less strict last', () => {
    expect(
      describeWaves(
        plan({
          desired: [peer('PERMISSIVE'), denyCalls],
          live: [...lived, peer('STRICT'), denyCalls, allow('api', 'web')],
        }),
      ),
    ).toEqual([
      ['delete AuthorizationPolicy api'],
      ['update PeerAuthentication default'],
    ]);
  });

  it('takes policies that share pods through a form that admits all', () => {
    const second = ours('AuthorizationPolicy', 'api-2', {
      ...allow('api', 'batch').spec,
    });
    const desired = [allow('api', 'web'), second];

    const first = plan({ desired, live: lived });
    expect(first.unfinished).toHaveLength(2);
    expect(first.waves).toHaveLength(1);
    expect(first.waves[0].map(c => desiredOf(c)?.spec?.rules)).toEqual([
      [{}],
      [{}],
    ]);

    const between = first.waves[0].flatMap(c => desiredOf(c) ?? []);
    const next = plan({ desired, live: [...lived, ...between] });
    expect(next.unfinished).toBeUndefined();
    expect(next.waves.flat().map(desiredOf)).toEqual(desired);
  });

  it('opens no route while a policy is on its way', () => {
    const second = ours('AuthorizationPolicy', 'api-2', {
      ...allow('api', 'batch').spec,
    });
    const { waves, unfinished } = plan({
      desired: [
        allow('api', 'web'),
        second,
        denyCalls,
        ours('VirtualService', 'shop', {}),
      ],
      live: lived,
    });
    expect(unfinished).toHaveLength(2);
    expect(waves.map(wave => wave.length)).toEqual([2, 1]);
  });

  it('widens before it narrows when a grant moves between policies', () => {
    const of = (name: string, ...callers: string[]) =>
      ours('AuthorizationPolicy', name, { ...allow('api', ...callers).spec });
    const desired = [of('a', 'batch'), of('b', 'web')];
    const before = [of('a', 'web'), of('b', 'batch')];

    const first = plan({ desired, live: [...lived, ...before] });
    expect(
      first.waves.flat().map(c => {
        const rules = desiredOf(c)?.spec?.rules;
        return Array.isArray(rules) && rules.length;
      }),
    ).toEqual([2, 2]);
    const between = first.waves.flat().flatMap(c => desiredOf(c) ?? []);
    const next = plan({ desired, live: [...lived, ...between] });
    expect(next.waves.flat().map(desiredOf)).toEqual(desired);
  });

  describe('conflicts', () => {
    it.each([
      ['nobody', {}, 'was not made by this installation'],
      ['a tool', { 'app.kubernetes.io/managed-by': 'Helm' }, "by 'Helm'"],
      ['another instance', { 'meshwright.io/instance': 'b' }, "'b'"],
    ])('does not overwrite an object of %s', (_, labels, message) => {
      const { waves, conflicts } = plan({
        desired: [allow('api', 'web')],
        live: [theirs(allow('api'), labels)],
      });
      expect(waves).toEqual([]);
      expect(conflicts).toEqual([
        {
          key: 'security.istio.io/AuthorizationPolicy/shop/api',
          message: expect.stringContaining(message),
          desired: allow('api', 'web'),
        },
      ]);
    });

    it('says of an object of ours which labels it has lost', () => {
      const live = theirs(allow('api'), {});
      live.metadata.annotations = { 'meshwright.io/digest': 'd' };

      const { waves, conflicts } = plan({
        desired: [allow('api', 'web')],
        live: [live],
      });

      expect(waves).toEqual([]);
      expect(conflicts[0].message).toMatch(
        /lost the labels.*managed-by=meshwright, meshwright.io\/instance=test/,
      );
    });

    it('only labels a ServiceAccount of somebody else', () => {
      const account = ours('ServiceAccount', 'api');
      const live = theirs(account, { 'app.kubernetes.io/managed-by': 'Helm' });
      const { waves, conflicts } = plan({ desired: [account], live: [live] });
      expect(conflicts).toEqual([]);
      expect(waves.flat().map(desiredOf)).toEqual([
        {
          ...account,
          metadata: {
            ...account.metadata,
            labels: { 'meshwright.io/instance': 'test' },
          },
        },
      ]);
      const after = theirs(account, {
        'app.kubernetes.io/managed-by': 'Helm',
        'meshwright.io/instance': 'test',
      });
      expect(plan({ desired: [account], live: [after] }).waves).toEqual([]);
    });

    it('creates nothing in a namespace that is being deleted', () => {
      const ending = {
        ...shop,
        metadata: { ...shop.metadata, deletionTimestamp: '2026-11-23T10:00Z' },
      };
      const { waves, conflicts } = plan({
        desired: [shop, allow('api', 'web')],
        live: [ending],
      });
      expect(waves).toEqual([]);
      expect(conflicts.map(c => c.key)).toEqual([
        objectKey(shop),
        objectKey(allow('api')),
      ]);
    });

    it('does not overwrite a record of somebody else', () => {
      const { waves, conflicts } = plan({
        desiredRecords: [record('api')],
        liveRecords: [{ ...record('api', ['1.2.3.4']), metadata: {} }],
      });
      expect(waves).toEqual([]);
      expect(conflicts).toHaveLength(1);
    });
  });

  it('plans no record changes when the zone was not readable', () => {
    expect(
      plan({ desiredRecords: [record('api')], liveRecords: undefined }).waves,
    ).toEqual([]);
  });

  it('keeps what it is told to retain', () => {
    const live = [allow('api'), allow('web')];
    expect(
      describeWaves(plan({ live, retain: [objectKey(allow('api'))] })),
    ).toEqual([['delete AuthorizationPolicy web']]);
  });

  describe('hold', () => {
    const callers = ['a', 'b', 'c', 'd'];
    const live = [allow('api', ...callers), allow('web', ...callers)];
    const hold = { minimum: 4, share: 0.2 };

    it('withholds deletions and revocations, and goes on with the rest', () => {
      const { waves, held } = plan({
        desired: [allow('api', 'a', 'e'), allow('new', 'a')],
        live: [...lived, ...live],
        hold,
      });
      expect(held?.deletions).toEqual([
        objectKey(allow('api')),
        objectKey(allow('web')),
      ]);
      expect(held?.message).toContain('1 deletions, 7 revoked grants');
      const [update] = waves.flat().filter(c => c.type === 'update');
      expect(desiredOf(update)?.spec?.rules).toHaveLength(5);
      expect(
        waves
          .flat()
          .map(c => c.type)
          .sort(),
      ).toEqual(['create', 'update']);
    });

    it('takes away what somebody decided about, and only that', () => {
      const expected = {
        objects: [allow('api', 'a', 'b', 'c'), live[1]],
        records: [],
      };
      const { waves, held } = plan({
        desired: [allow('api', 'a')],
        live: [...lived, ...live],
        hold,
        expected,
      });
      expect(held?.message).toContain('1 deletions, 6 revoked grants');
      const [update, ...others] = waves.flat();
      expect(others).toEqual([]);
      const rules = JSON.stringify(desiredOf(update)?.spec?.rules);
      expect(rules).toContain('sa/b"');
      expect(rules).toContain('sa/c"');
      expect(rules).not.toContain('sa/d"');
      const narrowed = { ...live[0], spec: desiredOf(update)?.spec };
      expect(
        plan({
          desired: [allow('api', 'a')],
          live: [...lived, narrowed, live[1]],
          hold,
          expected,
        }).waves,
      ).toEqual([]);
    });

    it('never grants what only was expected', () => {
      const { waves } = plan({
        desired: [allow('api', 'a')],
        live: [...lived, ...live],
        hold,
        expected: {
          objects: [allow('api', ...callers, 'stranger'), live[1]],
          records: [],
        },
      });
      expect(JSON.stringify(waves)).not.toContain('stranger');
    });

    it('does not hold what nobody expects any more', () => {
      const { waves, held } = plan({
        desired: [],
        live: [...lived, ...live],
        hold,
        expected: { objects: [], records: [] },
      });
      expect(held).toBeUndefined();
      expect(waves.flat().map(({ type }) => type)).toEqual([
        'delete',
        'delete',
      ]);
    });

    it.each([
      ['below the minimum', [allow('api', 'a', 'b'), live[1]], hold],
      ['below the share', [live[0]], { minimum: 1, share: 0.6 }],
      ['without hold', [], undefined],
    ])('does not hold %s', (_, desired, limits) => {
      expect(plan({ desired, live, hold: limits }).held).toBeUndefined();
    });
  });

  it('keeps what a policy admits until default denials beside it are gone', () => {
    const api = network('api', { from: ['web'] });
    const platform = ours('NetworkPolicy', 'platform', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }],
    });
    const live = [...lived, denyConnections, api, platform];

    const first = plan({ live }).waves.flat();
    const updated = first.find(
      ({ type, key }) => type === 'update' && key.endsWith('/api'),
    );

    // It has to let all out, as others do who go with it, and none in.
    expect(desiredOf(updated)?.spec).toMatchObject({
      ingress: api.spec?.ingress,
      egress: [{}],
    });
    const next = [...lived, api, platform].flatMap(object => {
      const change = first.find(({ key }) => key === objectKey(object));
      return change?.type === 'delete' ? [] : desiredOf(change) ?? object;
    });
    const last = plan({ live: next });
    expect(last.unfinished).toBeUndefined();
    expect(last.waves.flat().map(({ type }) => type)).toContain('delete');
  });
});
