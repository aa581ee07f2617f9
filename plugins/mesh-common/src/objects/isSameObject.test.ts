import { canonicalize } from './canonicalize';
import { describeDifference } from './describeDifference';
import { isSameObject } from './isSameObject';
import { isOwned, isOwnedRecord } from './ownership';
import type { MeshObject } from './types';

const object = (
  kind: string,
  spec?: MeshObject['spec'],
  metadata: Partial<MeshObject['metadata']> = {},
): MeshObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'api', namespace: 'shop', ...metadata },
  ...(spec && { spec }),
});

const webPeer = { podSelector: { matchLabels: { app: 'web' } } };

describe('isSameObject', () => {
  it.each<[string, string, MeshObject['spec'], MeshObject['spec']]>([
    ['an absent spec and {}', 'AuthorizationPolicy', undefined, {}],
    ['dropped empty rules', 'AuthorizationPolicy', { rules: [] }, {}],
    ['the default action', 'AuthorizationPolicy', {}, { action: 'ALLOW' }],
    [
      'the order of values',
      'AuthorizationPolicy',
      { rules: [{ from: [{ source: { principals: ['a', 'b'] } }] }] },
      { rules: [{ from: [{ source: { principals: ['b', 'a'] } }] }] },
    ],
    [
      'an empty selector',
      'AuthorizationPolicy',
      { selector: { matchLabels: {} } },
      {},
    ],
    ['an unset mode', 'PeerAuthentication', { mtls: { mode: 'UNSET' } }, {}],
    [
      'the default protocol and types',
      'NetworkPolicy',
      {
        podSelector: {},
        ingress: [{ from: [webPeer], ports: [{ port: 80 }] }],
      },
      {
        podSelector: {},
        policyTypes: ['Ingress'],
        ingress: [{ from: [webPeer], ports: [{ port: 80, protocol: 'TCP' }] }],
      },
    ],
    [
      'dropped empty directions',
      'NetworkPolicy',
      { podSelector: {}, policyTypes: ['Egress', 'Ingress'], egress: [] },
      { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    ],
    [
      'the order of hosts',
      'Sidecar',
      { egress: [{ hosts: ['a/b.example.com', './c.example.com'] }] },
      { egress: [{ hosts: ['./c.example.com', 'a/b.example.com'] }] },
    ],
    [
      'the order of issuers and audiences',
      'RequestAuthentication',
      { jwtRules: [{ issuer: 'a', audiences: ['x', 'y'] }, { issuer: 'b' }] },
      { jwtRules: [{ issuer: 'b' }, { issuer: 'a', audiences: ['y', 'x'] }] },
    ],
    [
      'the defaults of an outside host',
      'ServiceEntry',
      { hosts: ['*.example.com'], ports: [{ number: 443 }, { number: 80 }] },
      {
        hosts: ['*.example.com'],
        ports: [{ number: 80 }, { number: 443 }],
        ...{ location: 'MESH_EXTERNAL', resolution: 'NONE' },
      },
    ],
    [
      'what the server adds to a Service',
      'Service',
      { selector: { app: 'api' }, ports: [{ port: 80 }] },
      {
        selector: { app: 'api' },
        type: 'ClusterIP',
        clusterIP: '10.0.0.1',
        sessionAffinity: 'None',
        ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }],
      },
    ],
  ])('overlooks %s', (_, ...[kind, desired, live]) => {
    expect(isSameObject(object(kind, desired), object(kind, live))).toBe(true);
  });

  it.each<[string, string, MeshObject['spec'], MeshObject['spec'], string[]]>([
    [
      'a rule that admits everything',
      'AuthorizationPolicy',
      {},
      { rules: [{}] },
      ['spec.rules'],
    ],
    [
      'a field that somebody added',
      'PeerAuthentication',
      { mtls: { mode: 'STRICT' } },
      { mtls: { mode: 'STRICT' }, portLevelMtls: { 80: { mode: 'DISABLE' } } },
      ['spec.portLevelMtls'],
    ],
    [
      'a changed mode',
      'PeerAuthentication',
      { mtls: { mode: 'STRICT' } },
      { mtls: { mode: 'PERMISSIVE' } },
      ['spec.mtls.mode'],
    ],
    [
      'a peer that selects every pod',
      'NetworkPolicy',
      { podSelector: {}, ingress: [{ from: [webPeer] }] },
      { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] },
      ['spec.ingress'],
    ],
    [
      'the order of routes',
      'VirtualService',
      { http: [{ name: 'a' }, { name: 'b' }] },
      { http: [{ name: 'b' }, { name: 'a' }] },
      ['spec.http'],
    ],
  ])('sees %s', (_, ...[kind, desired, live, paths]) => {
    const [wanted, found] = [object(kind, desired), object(kind, live)];
    expect(isSameObject(wanted, found)).toBe(false);
    expect(describeDifference(wanted, found)).toEqual(paths);
  });

  it('lets others label our objects, but not take our labels', () => {
    const desired = object('NetworkPolicy', {}, { labels: { team: 'shop' } });
    const labelled = (labels: Record<string, string>) =>
      object('NetworkPolicy', {}, { labels });

    expect(isSameObject(desired, labelled({ team: 'shop', x: 'y' }))).toBe(
      true,
    );
    expect(describeDifference(desired, labelled({ team: 'me' }))).toEqual([
      'metadata.labels[team]',
    ]);
    expect(
      describeDifference(
        desired,
        labelled({ team: 'shop', 'meshwright.io/entity': 'stale' }),
      ),
    ).toEqual(['metadata.labels[meshwright.io/entity]']);
  });

  it('sees that a policy was switched to a dry run', () => {
    const live = object(
      'AuthorizationPolicy',
      {},
      { annotations: { 'istio.io/dry-run': 'true' } },
    );
    expect(describeDifference(object('AuthorizationPolicy', {}), live)).toEqual(
      ['metadata.annotations[istio.io/dry-run]'],
    );
  });

  it('compares of a Namespace our keys only', () => {
    const labels = { 'istio.io/rev': 'asm-1-29' };
    const desired = object('Namespace', undefined, { labels });
    const live = object(
      'Namespace',
      { finalizers: ['kubernetes'] },
      { labels: { ...labels, other: 'x' }, annotations: { theirs: 'y' } },
    );
    expect(isSameObject(desired, live)).toBe(true);
  });
});

describe('canonicalize', () => {
  it('drops what the server sets', () => {
    expect(
      canonicalize({
        ...object('PeerAuthentication', { mtls: { mode: 'STRICT' } }),
        metadata: {
          name: 'default',
          namespace: 'shop',
          uid: '1',
          resourceVersion: '2',
          generation: 3,
          managedFields: [],
          labels: {},
        },
        status: { conditions: [] },
      }),
    ).toEqual({
      apiVersion: 'v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'default', namespace: 'shop' },
      spec: { mtls: { mode: 'STRICT' } },
    });
  });
});

describe('isOwned', () => {
  const ours = {
    'app.kubernetes.io/managed-by': 'meshwright',
    'meshwright.io/instance': 'test',
  };

  it.each([
    ['our labels', ours, true],
    ['no labels', undefined, false],
    [
      'another tool',
      { ...ours, 'app.kubernetes.io/managed-by': 'Helm' },
      false,
    ],
    ['another instance', { ...ours, 'meshwright.io/instance': 'b' }, false],
  ])('answers for %s', (_, labels, expected) => {
    expect(isOwned(object('Gateway', {}, { labels }), 'test')).toBe(expected);
  });

  it('reads the owner of a record from its metadata', () => {
    const record = (metadata: Record<string, string>) => ({
      zone: 'mesh.internal',
      name: 'api',
      type: 'A' as const,
      ttl: 300,
      addresses: [],
      metadata,
    });
    const metadata = {
      meshwright_managed_by: 'meshwright',
      meshwright_instance: 'test',
    };
    expect(isOwnedRecord(record(metadata), 'test')).toBe(true);
    expect(isOwnedRecord(record(metadata), 'other')).toBe(false);
    expect(isOwnedRecord(record({}), 'test')).toBe(false);
  });
});
