import type { Workload } from '../model/types';
import type { Condition, ConditionType } from './pass';
import type { EdgeStatus, EntityMeshStatus } from './shown';
import {
  CLUSTER,
  createTestWorld,
  pod,
  policy,
  type TestWorld,
} from './testWorld';

const LATER = '2026-11-23T13:59:50.000Z';
const POLICY = 'security.istio.io/AuthorizationPolicy/shop/api';

type Shown = {
  entity: EntityMeshStatus;
  edge: EdgeStatus;
  condition(type: ConditionType): Condition | undefined;
};

/** The status of `api` after something was changed in the world. */
function show(change: (world: TestWorld) => void = () => undefined): Shown {
  const world = createTestWorld();
  change(world);
  const [entity] = world.derive();
  const [status] = entity.workloads;
  return {
    entity,
    edge: status.inbound[0],
    condition: type => status.conditions.find(c => c.type === type),
  };
}

const stepOf = ({ edge }: Shown, name: string) =>
  edge.steps.find(({ step }) => step === name);

const keyOfApi = (world: TestWorld) => world.compiled[0].workloads[0];

const facts = (world: TestWorld) => {
  if (!world.pass.snapshot) {
    throw new Error('the test world has a snapshot');
  }
  return world.pass.snapshot.facts;
};

const unread = (world: TestWorld) => {
  delete world.pass.snapshot;
  world.pass.lastReadAt = '2026-11-23T13:55:00.000Z';
};

const widened = policy('AuthorizationPolicy', 'api', {
  selector: { matchLabels: { app: 'api' } },
  rules: [{}],
});

const result = (
  outcome: 'refused' | 'failed' | 'conflict' | 'skipped' | 'applied',
) => ({
  change: {
    target: 'object' as const,
    type: 'create' as const,
    key: POLICY,
    desired: widened,
  },
  outcome,
  message: 'admission webhook said no',
});

describe('deriveStatuses', () => {
  it('calls a world in force where all is well', () => {
    const shown = show();
    expect(shown.entity.summary).toBe('in-force');
    expect(shown.entity.sentence).toBe(
      'In force: 1 caller may reach this service, all calls are mutually authenticated',
    );
    expect(shown.edge).toMatchObject({
      summary: 'in-force',
      what: 'HTTP 80',
      objects: [POLICY],
    });
    expect(
      shown.edge.steps.map(({ step, status }) => `${step} ${status}`),
    ).toEqual([
      'declared true',
      'bound true',
      'approved true',
      'compiled true',
      'applied true',
      'accepted true',
      'enforced true',
      'observed unknown',
    ]);
    expect(shown.entity.workloads[0]).toMatchObject({
      stage: 'enforce',
      mtls: { mode: 'STRICT', source: 'PeerAuthentication shop/default' },
    });
  });

  describe('Enforced', () => {
    it.each<[string, (world: TestWorld) => void, string, string]>([
      ['was not read', unread, 'unknown', 'ClusterSilent'],
      [
        'is still settling',
        w => (w.pass.settling = { [POLICY]: LATER }),
        'unknown',
        'Settling',
      ],
      ['runs no pod', w => w.remove('Pod', 'api-1'), 'unknown', 'NoPods'],
      [
        'has no Ready pod',
        w => w.put({ ...pod('api'), status: {} }),
        'unknown',
        'NoReadyPods',
      ],
      [
        'has a pod without a proxy',
        w => w.put({ ...pod('api'), spec: { containers: [{ name: 'api' }] } }),
        'unknown',
        'NoProxy',
      ],
      [
        'has a caller without a proxy',
        w => w.put({ ...pod('web'), spec: { containers: [{ name: 'web' }] } }),
        'unknown',
        'NoProxy',
      ],
      [
        'has a proxy of a revision that is gone',
        w => (facts(w).revisions = ['asm-1-30']),
        'unknown',
        'OldProxy',
      ],
      [
        'has no control plane of the mesh',
        w => (facts(w).revisions = []),
        'unknown',
        'NoControlPlane',
      ],
      [
        'has a pod on the host network',
        w =>
          w.put({
            ...pod('api'),
            spec: { ...pod('api').spec, hostNetwork: true },
          }),
        'unknown',
        'HostNetwork',
      ],
      [
        'keeps the port from its proxy',
        w => {
          const api = pod('api');
          api.metadata.annotations = {
            'traffic.sidecar.istio.io/excludeInboundPorts': '22,8080',
          };
          w.put(api);
        },
        'unknown',
        'PortExcluded',
      ],
      [
        'has no policy engine',
        w => delete facts(w).policyEngine,
        'unknown',
        'NoPolicyEngine',
      ],
      [
        'is under a policy that is not modelled',
        w =>
          facts(w).unmodelled.push({
            kind: 'CiliumNetworkPolicy',
            namespace: 'shop',
            name: 'x',
          }),
        'unknown',
        'Unmodelled',
      ],
      [
        'is denied by somebody else',
        w =>
          w.put(
            policy('AuthorizationPolicy', 'theirs', {
              action: 'DENY',
              rules: [{ to: [{ operation: { ports: ['8080'] } }] }],
            }),
          ),
        'false',
        'Refused',
      ],
      [
        'is opened by somebody else',
        w =>
          w.put(
            policy('AuthorizationPolicy', 'theirs', {
              selector: { matchLabels: { app: 'api' } },
              rules: [{}],
            }),
          ),
        'false',
        'Open',
      ],
      [
        'is at stage off',
        w => {
          w.model.namespaces[0].stage = 'off';
          w.compiled.length = 0;
        },
        'false',
        'StageOff',
      ],
    ])('is not true when it %s', (_, ...[change, status, reason]) => {
      const shown = show(change);
      expect(stepOf(shown, 'enforced')).toMatchObject({ status, reason });
      expect(shown.condition('Enforced')?.status).toBe(status);
      expect(shown.edge.summary).not.toBe('in-force');
      expect(shown.entity.summary).not.toBe('in-force');
      expect(shown.edge.sentence).not.toBe('');
    });

    it('is true after the settle time', () => {
      const shown = show(w => {
        w.pass.settling = { [POLICY]: '2026-11-23T13:59:40.000Z' };
      });
      expect(stepOf(shown, 'enforced')?.status).toBe('true');
    });

    it('overlooks unmodelled policies of other namespaces', () => {
      const shown = show(w =>
        facts(w).unmodelled.push({
          kind: 'CiliumNetworkPolicy',
          namespace: 'other',
          name: 'x',
        }),
      );
      expect(shown.edge.summary).toBe('in-force');
    });

    it('needs no pod of the caller', () => {
      const shown = show(w => w.remove('Pod', 'web-1'));
      expect(shown.edge.summary).toBe('in-force');
    });
  });

  describe('objects', () => {
    it.each<[string, (world: TestWorld) => void, string, string]>([
      [
        'missing',
        w => w.remove('AuthorizationPolicy', 'api'),
        'attention',
        'the next pass creates it',
      ],
      [
        'drifted',
        w => {
          w.put(widened);
          w.pass.drifted = [POLICY];
        },
        'attention',
        'Somebody else changed spec.rules; the next pass repairs it',
      ],
      [
        'conflict',
        w => {
          w.pass.conflicts = [{ key: POLICY, message: 'not ours' }];
        },
        'broken',
        'not ours',
      ],
      [
        'refused',
        w => {
          w.remove('AuthorizationPolicy', 'api');
          w.pass.results = [result('refused')];
        },
        'broken',
        'admission webhook said no',
      ],
      [
        'missing',
        w => {
          w.remove('AuthorizationPolicy', 'api');
          w.pass.results = [result('failed')];
        },
        'attention',
        'the next pass tries again',
      ],
      [
        'held',
        w => {
          w.put(widened);
          w.pass.held = { message: 'too much would go' };
        },
        'attention',
        'too much would go',
      ],
      ['unknown', unread, 'unknown', 'has not answered since'],
    ])('are %s', (state, ...[change, summary, words]) => {
      const shown = show(change);
      const object = shown.entity.workloads[0].objects.find(
        ({ key }) => key === POLICY,
      );
      expect(object?.state).toBe(state);
      expect(object?.message).toContain(words);
      expect(shown.edge.summary).toBe(summary);
      expect(shown.edge.sentence).toContain(words);
      expect(shown.entity.summary).toBe(summary);
    });

    it.each<[string, (w: TestWorld) => void, string, string, string]>([
      [
        'a refusal of a new version',
        w => {
          w.put(widened);
          w.pass.results = [
            { ...result('refused'), advice: 'ask whoever runs it' },
          ];
        },
        'false',
        'Refused',
        'said no; ask whoever runs it',
      ],
      [
        'silence about a new version',
        w => {
          w.put(widened);
          w.pass.results = [
            { ...result('failed'), advice: 'see why it is silent' },
          ];
        },
        'unknown',
        'NoAnswer',
        'see why it is silent; the next pass tries again',
      ],
      [
        'silence about an object that is not there',
        w => {
          w.remove('AuthorizationPolicy', 'api');
          w.pass.results = [result('failed')];
        },
        'unknown',
        'NoAnswer',
        'said no',
      ],
      [
        'a change that waits',
        w => {
          w.remove('AuthorizationPolicy', 'api');
          w.pass.results = [result('skipped')];
        },
        'unknown',
        'Waits',
        'It was not written',
      ],
      [
        'another version that is not to be changed yet',
        w => w.put(widened),
        'unknown',
        'NotTried',
        'another version',
      ],
      [
        'a change that somebody else was in the way of',
        w => {
          w.put(widened);
          w.pass.results = [result('conflict')];
        },
        'false',
        'Conflict',
        'said no',
      ],
      [
        'an object that is not ours',
        w => {
          w.pass.conflicts = [{ key: POLICY, message: 'not ours' }];
        },
        'false',
        'Conflict',
        'not ours',
      ],
      [
        'a warning of an earlier pass',
        w => {
          w.pass.warnings = { [POLICY]: ['soon gone'] };
        },
        'true',
        'AcceptedWithWarnings',
        'soon gone',
      ],
      [
        'a warning that a later write did not bring',
        w => {
          w.pass.warnings = {};
          w.pass.results = [result('applied')];
        },
        'true',
        'Accepted',
        'accepted it',
      ],
    ])(
      'tell %s by the step accepted',
      (_, change, ...[status, reason, words]) => {
        const shown = show(change);

        for (const fact of [
          shown.condition('Accepted'),
          stepOf(shown, 'accepted'),
        ]) {
          expect(fact).toMatchObject({
            status,
            reason,
            message: expect.stringContaining(words),
          });
        }
      },
    );

    it('are shown as drifted in the pass that repaired them', () => {
      const shown = show(w => {
        w.pass.drifted = [POLICY];
        w.pass.results = [{ ...result('failed'), outcome: 'applied' }];
      });
      const [object] = shown.entity.workloads[0].objects;
      expect(object).toMatchObject({ key: POLICY, state: 'drifted' });
      expect(shown.condition('Applied')).toMatchObject({
        status: 'true',
        reason: 'Repaired',
      });
    });

    it("take somebody else's service account with our keys as applied", () => {
      const adopt = (ours: Record<string, string>) => (w: TestWorld) => {
        const desired = policy('ServiceAccount', 'api', {});
        desired.apiVersion = 'v1';
        delete desired.spec;
        const live = structuredClone(desired);
        live.metadata.labels = {
          ...ours,
          'app.kubernetes.io/managed-by': 'gitops',
        };
        w.compiled.push({
          object: desired,
          workloads: [keyOfApi(w)],
          edges: [],
        });
        w.pass.snapshot?.objects.push(live);
      };
      const { 'app.kubernetes.io/managed-by': _, ...ours } =
        policy('ServiceAccount', 'api', {}).metadata.labels ?? {};

      expect(show(adopt(ours)).condition('Applied')?.status).toBe('true');
      expect(show(adopt({})).condition('Applied')?.status).toBe('false');
    });

    it('that nobody wants any more are retiring, or held', () => {
      const leave = (w: TestWorld) => {
        const old = policy('AuthorizationPolicy', 'old', {});
        old.metadata.annotations = {
          'meshwright.io/entities': 'component:default/api',
        };
        w.put(old);
      };
      const stateOf = ({ entity }: Shown) =>
        entity.workloads[0].objects.find(({ name }) => name === 'old')?.state;
      expect(stateOf(show(leave))).toBe('retiring');
      expect(
        stateOf(
          show(w => {
            leave(w);
            w.pass.held = { message: 'too much' };
          }),
        ),
      ).toBe('held');
    });

    it('are shown without managed fields', () => {
      const shown = show(w => {
        const live = { ...widened, metadata: { ...widened.metadata } };
        live.metadata.managedFields = [{ manager: 'kubectl' }];
        w.put(live);
      });
      const [object] = shown.entity.workloads[0].objects;
      expect(object.live?.metadata).not.toHaveProperty('managedFields');
      expect(object.live?.spec).toEqual(widened.spec);
    });
  });

  describe('consent', () => {
    it.each<[EdgeStatus['consent'], string, string]>([
      [
        { state: 'pending', reason: 'WaitsForOwner', message: 'm' },
        'waiting',
        'Waiting for api (group:default/api) to approve',
      ],
      [
        { state: 'pending', reason: 'WiderThanApproved', message: 'POST' },
        'waiting',
        'Waiting for api (group:default/api) to approve what goes beyond the approval: POST',
      ],
      [
        { state: 'pending', reason: 'ProviderNotBound', message: 'bind it' },
        'waiting',
        'bind it',
      ],
      [
        { state: 'denied', reason: 'Declined', message: 'declined by x' },
        'broken',
        'declined by x',
      ],
      [
        { state: 'expired', reason: 'Expired', message: 'ended' },
        'attention',
        'ended',
      ],
      [
        { state: 'expired', reason: 'OutsideWindow', message: 'opens at 8' },
        'waiting',
        'opens at 8',
      ],
    ])('$state $reason is shown in words', (consent, ...[summary, words]) => {
      const world = createTestWorld();
      world.edge.consent = consent;
      world.put(
        policy('AuthorizationPolicy', 'api', {
          selector: { matchLabels: { app: 'api' } },
          action: 'ALLOW',
        }),
      );
      const [, web] = world.derive();
      const [edge] = web.workloads[0].outbound;
      expect(edge).toMatchObject({ summary, sentence: words });
      expect(edge.steps.find(({ step }) => step === 'enforced')?.status).toBe(
        'false',
      );
      expect(web).toMatchObject({ summary, sentence: words });
      expect(
        web.workloads[0].conditions.find(({ type }) => type === 'Approved'),
      ).toMatchObject({ status: 'false', reason: consent.reason });
    });

    it('lets a request of somebody else not spoil a provider', () => {
      const { entity } = show(w => {
        w.edge.consent = {
          state: 'pending',
          reason: 'WaitsForOwner',
          message: 'm',
        };
        const nobody = policy('AuthorizationPolicy', 'api', {
          selector: { matchLabels: { app: 'api' } },
          action: 'ALLOW',
        });
        w.compiled[0].object = nobody;
        w.put(nobody);
      });
      expect(entity.summary).toBe('in-force');
      expect(entity.sentence).toContain('nobody in the mesh may call');
    });
  });

  describe('workloads', () => {
    it.each<[string, Partial<Workload>, string, string]>([
      [
        'unbound',
        {
          binding: {
            state: 'unbound',
            reason: 'ForeignNamespace',
            message: 'shop belongs to group:default/shop',
          },
        },
        'attention',
        'shop belongs to',
      ],
      [
        'retiring',
        {
          retiring: {
            since: LATER,
            until: LATER,
            message: 'gone since noon',
          },
        },
        'retiring',
        'gone since noon',
      ],
      [
        'read as they were last readable',
        { lastGood: true },
        'unknown',
        'cannot be read now',
      ],
    ])('that are %s say so', (_, ...[more, summary, words]) => {
      const { entity } = show(w => Object.assign(w.api, more));
      expect(entity.summary).toBe(summary);
      expect(entity.sentence).toContain(words);
    });

    it('outside the mesh are not encrypted by it', () => {
      const shown = show(w => {
        w.api.inMesh = false;
        w.put({ ...pod('api'), spec: { containers: [{ name: 'api' }] } });
      });
      expect(shown.condition('Encrypted')).toMatchObject({
        status: 'false',
        reason: 'NotInMesh',
        message: 'Calls to it are not encrypted by the mesh',
      });
    });

    it('without strict mTLS are mixed', () => {
      const shown = show(w => {
        const spec = { mtls: { mode: 'PERMISSIVE' } };
        const lenient = policy('PeerAuthentication', 'default', spec);
        w.put(lenient);
        w.compiled[2].object = lenient;
      });
      expect(shown.condition('Encrypted')).toMatchObject({
        status: 'false',
        reason: 'Mixed',
      });
      expect(shown.entity.workloads[0].mtls.mode).toBe('PERMISSIVE');
    });
  });

  it('shows since when a cluster is silent', () => {
    const { entity, condition } = show(unread);
    expect(entity.staleSince).toBe('2026-11-23T13:55:00.000Z');
    expect(entity.sentence).toBe(
      `Cluster ${CLUSTER} has not answered since 2026-11-23 13:55 UTC; shown as of then`,
    );
    expect(condition('Encrypted')?.status).toBe('unknown');
    expect(condition('Applied')?.status).toBe('unknown');
  });

  it('tells of traffic without making it a matter of being in force', () => {
    const { edge, condition } = show(w => {
      w.pass.traffic = [
        {
          cluster: CLUSTER,
          source: { namespace: 'shop', serviceAccount: 'web' },
          destination: { namespace: 'shop', workload: 'api' },
          rate: 2,
          denied: 0.25,
          mtls: 1,
          lastSeen: LATER,
        },
      ];
    });
    expect(edge.traffic).toEqual({
      rate: 2,
      denied: 0.25,
      mtls: 1,
      lastSeen: LATER,
    });
    expect(condition('Observed')).toMatchObject({ status: 'true' });
    expect(condition('Encrypted')?.message).toContain('100 %');
    expect(show(w => (w.pass.traffic = [])).edge.summary).toBe('in-force');
  });

  it.each([['MW1901'], ['MW1902']])(
    'does not know what is declared while the catalog refuses it: %s',
    code => {
      const world = createTestWorld();
      const message = 'The catalog refuses the newer version: no such kind';
      const [entity] = world.derive([
        {
          code,
          severity: 'error',
          entityRef: world.api.entityRef,
          pointer: '',
          message,
        },
      ]);
      expect(entity).toMatchObject({ summary: 'unknown', sentence: message });
      expect(
        entity.workloads[0].conditions.find(({ type }) => type === 'Declared'),
      ).toMatchObject({ status: 'unknown', reason: 'CatalogRefuses', message });
    },
  );

  it('lists entities of which nothing could be read', () => {
    const [ghost] = createTestWorld().derive([
      {
        code: 'MW1001',
        severity: 'error',
        entityRef: 'component:default/_ghost',
        pointer: '/spec/mesh',
        message: 'spec.mesh must be an object',
      },
    ]);
    expect(ghost).toMatchObject({
      entityRef: 'component:default/_ghost',
      workloads: [],
      summary: 'attention',
      sentence: 'Not in the mesh: spec.mesh must be an object',
    });
  });
});
