import fc from 'fast-check';
import { compileCluster } from '../compile';
import { buildModel } from '../model';
import type { Diagnostic, MeshModel } from '../model/types';
import { ANNOTATION_ENTITIES } from '../objects/annotations';
import { objectKey, recordKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { binding, cluster, component, input, resource } from '../testUtils';
import {
  createStatusDeriver,
  deriveStatuses,
  type StatusSources,
} from '../status';

const READ_AT = '2026-11-23T14:00:00.000Z';
const SETTLING = '2026-11-23T13:59:50.000Z';

const NAMES = ['web', 'api', 'db'];

function buildWorld(): { model: MeshModel; diagnostics: Diagnostic[] } {
  const outside = resource({
    name: 'pay',
    type: 'external-service',
    mesh: {
      hosts: ['api.pay.example.com'],
      ports: [{ port: 443, protocol: 'tls' }],
    },
  });
  const entities = [
    component({
      name: 'web',
      dependsOn: ['component:default/api', 'resource:default/pay'],
      mesh: { namespace: 'web' },
    }),
    component({
      name: 'api',
      dependsOn: ['component:default/db', 'component:default/nobody'],
      mesh: { namespace: 'api', dns: ['api'] },
    }),
    component({
      name: 'db',
      mesh: {
        namespace: 'db',
        ports: [{ name: 'tcp', port: 5432, targetPort: 5432, protocol: 'tcp' }],
      },
    }),
  ];
  const known = input([...entities, outside], {
    clusters: [cluster({ dnsZone: 'mesh.internal' })],
    bindings: [...NAMES, 'api.pay.example.com'].map(name => binding(name)),
  });
  return buildModel(known);
}

function pod(app: string): MeshObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${app}-1`,
      namespace: app,
      labels: { app, 'istio.io/rev': 'asm-1-29' },
    },
    spec: { containers: [{ name: app }, { name: 'istio-proxy' }] },
    status: {
      podIP: '10.1.0.4',
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
}

/** Objects of others that decide as well, where anything may be. */
const foreign: MeshObject[] = [
  {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'lock', namespace: 'aks-istio-system' },
    spec: {
      action: 'DENY',
      rules: [{ from: [{ source: { namespaces: ['nowhere'] } }] }],
    },
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'tls', namespace: 'elsewhere' },
    spec: {
      host: 'db.db.svc.cluster.local',
      trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'meshwright-stranger', labels: { kind: 'strange' } },
  },
];

/** All is well, and somebody watches the traffic. */
function createSources(): StatusSources {
  const { model, diagnostics } = buildWorld();
  const [{ name, rootNamespace }] = model.clusters;
  const compiled = compileCluster(model, name);
  const objects = structuredClone([
    ...compiled.objects.map(({ object }) => object),
    ...NAMES.map(pod),
    ...foreign.map(object => ({
      ...object,
      metadata: {
        ...object.metadata,
        ...(object.kind === 'AuthorizationPolicy' && {
          namespace: rootNamespace,
        }),
      },
    })),
  ]);
  return {
    model,
    diagnostics,
    compiled: [compiled],
    passes: [
      {
        cluster: name,
        finishedAt: '2026-11-23T14:00:01.000Z',
        snapshot: {
          readAt: READ_AT,
          objects,
          facts: {
            revisions: ['asm-1-29'],
            policyEngine: 'cilium',
            unmodelled: [{ kind: 'EnvoyFilter', name: 'x', namespace: 'z' }],
          },
        },
        records: structuredClone(compiled.records.map(({ record }) => record)),
        lastReadAt: READ_AT,
        managing: true,
        results: [],
        conflicts: [],
        warnings: {},
        drifted: [],
        settling: {},
        traffic: [
          {
            cluster: name,
            source: { namespace: 'web', serviceAccount: 'web' },
            destination: { namespace: 'api', workload: 'api' },
            ...{ rate: 2, denied: 0.1, mtls: 1, lastSeen: READ_AT },
          },
        ],
        gaps: { rights: 'may not write Gateways' },
      },
    ],
    settleSeconds: 15,
  };
}

/** Nearly nothing is as it should be. */
function createTrouble(): StatusSources {
  const sources = createSources();
  const [compiled] = sources.compiled;
  const [pass] = sources.passes;
  const { snapshot } = pass;
  const find = (kind: string, namespace: string) => {
    const found = compiled.objects.find(
      ({ object }) =>
        object.kind === kind && object.metadata.namespace === namespace,
    );
    if (!found) throw new Error(`No ${kind} in ${namespace}`);
    return found.object;
  };
  const [policy, network] = [
    find('AuthorizationPolicy', 'api'),
    find('NetworkPolicy', 'db'),
  ];
  const leftover = structuredClone(find('AuthorizationPolicy', 'db'));
  leftover.metadata.name = 'old';
  leftover.metadata.annotations = {
    [ANNOTATION_ENTITIES]: 'component:default/db',
  };
  const changeOf = (desired: MeshObject) => ({
    ...{ target: 'object' as const, type: 'create' as const },
    ...{ key: objectKey(desired), desired },
  });
  const [record] = compiled.records;
  return {
    ...sources,
    passes: [
      {
        ...pass,
        snapshot: snapshot && {
          ...snapshot,
          objects: [
            ...snapshot.objects.filter(
              object => objectKey(object) !== objectKey(policy),
            ),
            leftover,
          ],
        },
        records: [{ ...record.record, addresses: ['10.9.9.9'] }],
        results: [
          {
            change: changeOf(policy),
            outcome: 'refused',
            ...{ message: 'no', advice: 'ask', warnings: ['old version'] },
          },
          { change: changeOf(leftover), outcome: 'failed', message: 'away' },
        ],
        conflicts: [
          { key: recordKey(record.record), message: 'belongs to others' },
        ],
        warnings: { [objectKey(network)]: ['deprecated'] },
        held: { message: 'too much goes' },
        drifted: [objectKey(find('PeerAuthentication', 'web'))],
        settling: { [objectKey(network)]: SETTLING },
      },
    ],
  };
}

/** Nobody answers. */
function createSilence(): StatusSources {
  const sources = createTrouble();
  const { snapshot: _s, records: _r, traffic: _t, ...pass } = sources.passes[0];
  const gaps = { zone: 'timed out', traffic: 'timed out' };
  return { ...sources, passes: [{ ...pass, problem: 'timed out', gaps }] };
}

type Path = Array<string | number>;

function listPaths(value: unknown, path: Path = []): Path[] {
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, item]) =>
          listPaths(item, [...path, Array.isArray(value) ? +name : name]),
        )
      : [];
  return path.length > 0 ? [path, ...inner] : inner;
}

const GONE = Symbol('gone');

/** A copy with something else at a path; all beside the path stays the same. */
function replaceAt(
  value: unknown,
  [name, ...rest]: Path,
  to: unknown,
): unknown {
  if (name === undefined) {
    return typeof to === 'function' ? to(value) : to;
  }
  const copy: Record<string | number, unknown> = Array.isArray(value)
    ? ([...value] as never)
    : { ...(value as object) };
  const next = replaceAt(copy[name], rest, to);
  if (next !== GONE) {
    copy[name] = next;
  } else if (Array.isArray(copy)) {
    copy.splice(Number(name), 1);
  } else {
    delete copy[name];
  }
  return copy;
}

function other(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return Number.isNaN(Date.parse(value))
        ? `${value}x`
        : new Date(Date.parse(value) - 3_600_000).toISOString();
    case 'number':
      return value + 1;
    case 'boolean':
      return !value;
    default:
      return GONE;
  }
}

/** What it came to, be it that it failed. */
function outcomeOf(derive: () => unknown): string {
  try {
    return JSON.stringify(derive());
  } catch (error) {
    return `failed: ${error}`;
  }
}

const full = (sources: StatusSources) =>
  outcomeOf(() => deriveStatuses(sources));

const worlds = [createSources, createTrouble, createSilence].map(create => {
  const sources = create();
  return { sources, paths: listPaths(sources), before: full(sources) };
});

describe('createStatusDeriver', () => {
  it('follows a change of whatever it is told, anywhere', () => {
    let changed = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...worlds),
        fc.array(fc.record({ at: fc.nat(), isGone: fc.boolean() }), {
          minLength: 1,
          maxLength: 6,
        }),
        ({ sources, paths, before }, edits) => {
          const deriver = createStatusDeriver();
          const derive = (next: StatusSources) =>
            outcomeOf(() => deriver(next).map(({ status }) => status));
          expect(derive(sources)).toBe(before);
          for (const { at, isGone } of edits) {
            const path = paths[at % paths.length];
            const to = isGone ? GONE : other;
            const next = replaceAt(sources, path, to) as StatusSources;
            const after = full(next);
            changed += after === before ? 0 : 1;
            expect({ path, after: derive(next) }).toEqual({ path, after });
          }
        },
      ),
      { numRuns: 100 },
    );
    expect(changed).toBeGreaterThan(100);
  });

  it('derives nothing again when only time passes', () => {
    const sources = createTrouble();
    const derive = createStatusDeriver();
    const first = derive(sources);
    const [pass] = sources.passes;
    const later: StatusSources = {
      ...sources,
      model: { ...sources.model, instant: '2026-11-23T14:00:02.000Z' },
      passes: [
        {
          ...pass,
          finishedAt: '2026-11-23T14:00:03.000Z',
          snapshot: pass.snapshot && {
            ...pass.snapshot,
            readAt: '2026-11-23T14:00:02.500Z',
          },
        },
      ],
    };

    const second = derive(later);

    expect(JSON.stringify(second.map(({ status }) => status))).toBe(
      JSON.stringify(deriveStatuses(later)),
    );
    expect(second.map(({ content }) => content)).toEqual(
      first.map(({ content }) => content),
    );
    second.forEach(({ content, status }, index) => {
      expect(content).toBe(first[index].content);
      status.workloads.forEach((workload, at) =>
        expect(workload.outbound[0]).toBe(
          first[index].status.workloads[at].outbound[0],
        ),
      );
    });
  });

  it('stands for another content when one pod changes, of its partners too', () => {
    const sources = createSources();
    const derive = createStatusDeriver();
    const first = derive(sources);
    const [pass] = sources.passes;
    const at = pass.snapshot?.objects.findIndex(
      ({ kind, metadata }) => kind === 'Pod' && metadata.namespace === 'db',
    );
    const next = replaceAt(
      sources,
      ['passes', 0, 'snapshot', 'objects', at ?? -1, 'status'],
      GONE,
    ) as StatusSources;

    const second = derive(next);

    const isSame = Object.fromEntries(
      second.map(({ status, content }, index) => [
        status.entityRef,
        content === first[index].content,
      ]),
    );
    expect(isSame).toMatchObject({
      'component:default/web': true,
      'component:default/api': false,
      'component:default/db': false,
    });
  });

  it('stands for the same content when a change comes to the same', () => {
    const sources = createSources();
    const derive = createStatusDeriver();
    const first = derive(sources);
    const note = (value: MeshObject): MeshObject => ({
      ...value,
      metadata: { ...value.metadata, annotations: { note: 'of somebody' } },
    });
    const at = sources.passes[0].snapshot?.objects.findIndex(
      ({ kind, metadata }) => kind === 'Pod' && metadata.namespace === 'db',
    );
    const next = replaceAt(
      sources,
      ['passes', 0, 'snapshot', 'objects', at ?? -1],
      note,
    ) as StatusSources;
    next.passes[0].finishedAt = '2026-11-23T14:00:03.000Z';

    const second = derive(next);

    expect(JSON.stringify(second.map(({ status }) => status))).toBe(full(next));
    second.forEach(({ content }, index) =>
      expect(content).toBe(first[index].content),
    );
  });
});
