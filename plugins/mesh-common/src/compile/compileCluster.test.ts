import fc from 'fast-check';
import { buildModel } from '../model';
import type { MeshInput, NamespaceStage } from '../model/types';
import { component, input, resource, stage } from '../testUtils';
import { digestObject, ANNOTATION_DIGEST, LABEL_INSTANCE } from '../objects';
import { compileCluster } from './compileCluster';

const compile = (given: MeshInput) =>
  compileCluster(buildModel(given).model, 'shop-weu');

const web = component({ name: 'web', dependsOn: ['component:default/api'] });
const api = component({ name: 'api' });
const foreign = component({ name: 'api', owner: 'group:default/retail' });

/** Kinds in a namespace, each once, with what their stage decides. */
const kindsIn = (given: MeshInput, namespace: string | undefined) => [
  ...new Set(
    compile(given)
      .objects.map(({ object }) => object)
      .filter(({ metadata }) => metadata.namespace === namespace)
      .map(({ kind, metadata, spec }) => {
        const mtls = spec?.mtls as { mode: string } | undefined;
        const tried = metadata.annotations?.['istio.io/dry-run'] === 'true';
        return [kind, tried ? 'dry-run' : '', mtls?.mode ?? '']
          .filter(Boolean)
          .join(' ');
      })
      .sort(),
  ),
];

describe('compileCluster', () => {
  it('makes nothing in a namespace that nobody adopted', () => {
    expect(compile(input([web, api], { stages: [] })).objects).toEqual([]);
  });

  it.each<[string, Partial<NamespaceStage>, string[]]>([
    ['observe', { stage: 'observe' }, ['PeerAuthentication PERMISSIVE']],
    [
      'shadow',
      { stage: 'shadow' },
      ['AuthorizationPolicy dry-run', 'PeerAuthentication PERMISSIVE'],
    ],
    [
      'authorization',
      { step: 'authorization' },
      ['AuthorizationPolicy', 'PeerAuthentication PERMISSIVE'],
    ],
    [
      'mtls',
      { step: 'mtls' },
      ['AuthorizationPolicy', 'PeerAuthentication STRICT'],
    ],
    [
      'network',
      { step: 'network' },
      [
        'AuthorizationPolicy',
        'NetworkPolicy',
        'PeerAuthentication STRICT',
        'Sidecar',
      ],
    ],
  ])('goes as far as %s', (_, row, kinds) => {
    const given = input([web, api], { stages: [stage('api', row)] });
    expect(kindsIn(given, 'api')).toEqual([...kinds, 'ServiceAccount'].sort());
    expect(kindsIn(given, 'web')).toEqual([]);
    expect(kindsIn(given, undefined)).toEqual(['Namespace']);
  });

  it('makes nothing for a workload that is not bound', () => {
    const defaults = { ...input([]).defaults, unclaimed: 'ask' as const };
    const { objects } = compile(input([web], { defaults }));
    expect(objects.flatMap(({ workloads }) => workloads)).toEqual([]);
  });

  it('never opens a workload that lost its last caller', () => {
    const policy = compile(input([api])).objects.find(({ object }) =>
      object.metadata.name.startsWith('allow-to-api-'),
    );
    expect(policy?.object.spec).toEqual({
      selector: { matchLabels: { app: 'api' } },
      action: 'ALLOW',
    });
  });

  it('shows an edge that is not granted in no object', () => {
    const { objects } = compile(input([web, foreign]));
    expect(objects.flatMap(({ edges }) => edges)).toEqual([]);
    const inApi = objects.filter(o => o.object.metadata.namespace === 'api');
    expect(JSON.stringify(inApi)).not.toContain('/sa/web');
    expect(JSON.stringify(inApi)).not.toContain('"web"');
  });

  it('says on both sides which objects implement an edge', () => {
    const { objects } = compile(input([web, api]));
    const found = objects.filter(({ edges }) => edges.length > 0);
    expect(
      found.map(({ object }) => `${object.kind} ${object.metadata.namespace}`),
    ).toEqual([
      'Sidecar web',
      'NetworkPolicy api',
      'NetworkPolicy web',
      'AuthorizationPolicy api',
    ]);
  });

  it('marks every object and tells its digest', () => {
    const { objects } = compile(input([web, api], { instance: 'Shop & Co' }));
    for (const { object } of objects) {
      const { labels = {}, annotations = {} } = object.metadata;
      expect(annotations[ANNOTATION_DIGEST]).toBe(digestObject(object));
      expect(labels[LABEL_INSTANCE]).toMatch(/^[0-9a-f]{32}$/);
      for (const value of Object.values(labels)) {
        expect(value).toMatch(
          /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
        );
      }
    }
  });

  it('keeps names apart and within the limits', () => {
    const long = 'n'.repeat(62);
    const { objects } = compile(
      input(
        [
          component({ name: `${long}a`, namespace: 'n' }),
          component({
            name: `${long}b`,
            namespace: 'n',
            location: 'url:https://git.example.com/shop/nnn/x.yaml',
          }),
        ],
        {
          bindings: [
            {
              id: '1',
              cluster: '*',
              namespace: 'n',
              owner: 'group:default/shop',
              origin: 'config',
              by: 'config',
              at: '',
            },
          ],
        },
      ),
    );
    const names = objects.map(
      ({ object }) => `${object.kind} ${object.metadata.name}`,
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter(name => name.includes('allow-to'))).toHaveLength(2);
    for (const { object } of objects) {
      expect(object.metadata.name.length).toBeLessThanOrEqual(63);
    }
  });

  it('takes exactly the principal of a revoked edge away', () => {
    const second = component({
      name: 'second',
      dependsOn: ['component:default/api'],
    });
    const specOf = (given: MeshInput) =>
      JSON.stringify(
        compile(given).objects.find(({ object }) =>
          object.metadata.name.startsWith('allow-to-api-'),
        )?.object.spec,
      );
    const both = specOf(input([web, second, api]));
    const revoked = component({ name: 'second' });
    expect(specOf(input([web, revoked, api]))).toBe(
      both.replace('"cluster.local/ns/second/sa/second",', ''),
    );
  });

  it('is the same for any order, and agrees at both layers', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const arbitrary = fc.array(
      fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(arbitrary, fc.boolean(), (pairs, tcp) => {
        const entities = names.map((name, index) => {
          const dependsOn = pairs
            .filter(([from, to]) => from === name && to !== name)
            .map(([, to]) => `${tcp ? 'resource' : 'component'}:default/${to}`);
          const owner = `group:default/${index < 3 ? 'shop' : 'retail'}`;
          return tcp
            ? resource({ name, owner, dependsOn })
            : component({ name, owner, dependsOn });
        });
        const given = input(entities);
        const compiled = compile(given);
        const reversed = compile({
          ...given,
          entities: [...entities].reverse(),
          stages: [...given.stages].reverse(),
        });
        expect(JSON.stringify(reversed)).toBe(JSON.stringify(compiled));
        for (const name of names) {
          expect(callersAtLayer4(compiled, name)).toEqual(
            callersAtLayer7(compiled, name),
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});

type Compiled = ReturnType<typeof compileCluster>;
type Labels = { matchLabels: Record<string, string> };
type Peer = { namespaceSelector: Labels; podSelector: Labels };

function specs(compiled: Compiled, kind: string, namespace: string) {
  return compiled.objects
    .map(({ object }) => object)
    .filter(o => o.kind === kind && o.metadata.namespace === namespace)
    .map(o => JSON.parse(JSON.stringify(o.spec)));
}

function callersAtLayer4(compiled: Compiled, namespace: string): string[] {
  return specs(compiled, 'NetworkPolicy', namespace)
    .flatMap(spec => spec.ingress ?? [])
    .flatMap(({ from, ports }) =>
      from.flatMap((peer: Peer) =>
        ports.map(
          ({ port }: { port: number }) =>
            `${peer.namespaceSelector.matchLabels['kubernetes.io/metadata.name']}/${peer.podSelector.matchLabels.app} ${port}`,
        ),
      ),
    )
    .sort();
}

function callersAtLayer7(compiled: Compiled, namespace: string): string[] {
  return specs(compiled, 'AuthorizationPolicy', namespace)
    .flatMap(spec => spec.rules ?? [])
    .flatMap(({ from, to }) =>
      from[0].source.principals.flatMap((principal: string) => {
        const [, , ns, , account] = principal.split('/');
        return to[0].operation.ports.map(
          (port: string) => `${ns}/${account} ${port}`,
        );
      }),
    )
    .sort();
}
