import {
  ANNOTATION_ADMITTED_UNTIL,
  ANNOTATION_EDGES,
  ANNOTATION_ENTITIES,
  ANNOTATION_PORTS,
  LABEL_ENTITY,
} from '../objects/annotations';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { admitOldPods } from './admitOldPods';
import { ours, pod } from './testObjects';

const monday = '2026-11-23T12:00:00.000Z';
const later = '2026-11-24T11:00:00.000Z';
const tooLate = '2026-11-24T12:00:00.000Z';

const peer = (app: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
  podSelector: { matchLabels: { app } },
});

type State = { ports: string; numbers: number[]; callers?: string[] };

/** As the compiler marks what belongs to a workload. */
function marked(object: MeshObject, app: string, state: State): MeshObject {
  const { callers = ['web', 'app'] } = state;
  const ref = `component:default/${app}`;
  const edges = callers
    .filter(caller => app === 'api' || app === caller)
    .map(
      caller =>
        `component:default/${caller}@dev/shop>component:default/api@dev/shop#component:default/api`,
    );
  return {
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...object.metadata.labels, [LABEL_ENTITY]: app },
      annotations: {
        [ANNOTATION_ENTITIES]: ref,
        [ANNOTATION_EDGES]: edges.join('\n'),
        ...(app === 'api' && { [ANNOTATION_PORTS]: state.ports }),
      },
    },
  };
}

function toState(state: State): MeshObject[] {
  const { numbers, callers = ['web', 'app'] } = state;
  const ports = numbers.map(String);
  const principals = callers.map(
    caller => `cluster.local/ns/shop/sa/${caller}`,
  );
  const connections = numbers.map(port => ({ protocol: 'TCP', port }));
  const selector = { matchLabels: { app: 'api' } };
  return [
    ...['api', 'web', 'app'].map(app =>
      marked(ours('ServiceAccount', app), app, state),
    ),
    marked(
      ours('AuthorizationPolicy', 'to-api', {
        ...{ selector, action: 'ALLOW' },
        rules: [
          {
            from: [{ source: { principals } }],
            to: [{ operation: { ports } }],
          },
        ],
      }),
      'api',
      state,
    ),
    marked(
      ours('AuthorizationPolicy', 'ask-api', {
        ...{ selector, action: 'CUSTOM', provider: { name: 'opa' } },
        rules: [{ to: [{ operation: { ports } }] }],
      }),
      'api',
      state,
    ),
    marked(
      ours('NetworkPolicy', 'of-api', {
        podSelector: selector,
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: callers.map(peer), ports: connections }],
      }),
      'api',
      state,
    ),
    ...callers.map(app =>
      marked(
        ours('NetworkPolicy', `of-${app}`, {
          podSelector: { matchLabels: { app } },
          policyTypes: ['Ingress', 'Egress'],
          egress: [{ to: [peer('api')], ports: connections }],
        }),
        app,
        state,
      ),
    ),
  ];
}

function listening(...ports: number[]): MeshObject {
  return {
    ...pod('api'),
    spec: {
      serviceAccountName: 'api',
      containers: [
        {
          name: 'app',
          ports: ports.map(containerPort => ({ containerPort })),
        },
      ],
    },
  };
}

const before: State = { ports: 'http=8080', numbers: [8080] };
const after: State = { ports: 'http=9090', numbers: [9090] };

function plan(options: {
  live?: MeshObject[];
  from?: State;
  to?: State;
  pods?: MeshObject[];
  now?: string;
}) {
  const { from = before, to = after, pods = [listening(8080)] } = options;
  const live = [...(options.live ?? toState(from)), ...pods];
  const { desired, waiting } = admitOldPods({
    ...{ instance: 'test', cluster: 'dev' },
    desired: toState(to),
    live: new Map(live.map(object => [objectKey(object), object])),
    now: options.now ?? monday,
  });
  const find = (name: string) =>
    desired.find(
      ({ kind, metadata }) =>
        kind !== 'ServiceAccount' && metadata.name === name,
    );
  return { desired, waiting, find, spec: (name: string) => find(name)?.spec };
}

const all = ['to-api', 'ask-api', 'of-api', 'of-web', 'of-app'];

/** Policies that name the old number. */
const naming = ({ spec }: ReturnType<typeof plan>, port = 8080) =>
  all.filter(name => JSON.stringify(spec(name) ?? {}).includes(`${port}`));

describe('a target port that changes', () => {
  it('keeps its old number in every layer while pods listen on it', () => {
    const made = plan({});
    expect(naming(made)).toEqual(all);
    expect(naming(made, 9090)).toEqual(all);
    expect(made.waiting.map(({ until }) => until)).toEqual(
      all.map(() => tooLate),
    );
    expect(made.find('to-api')?.metadata.annotations).toMatchObject({
      [ANNOTATION_PORTS]: 'http=8080,http=9090',
      [ANNOTATION_ADMITTED_UNTIL]: `${tooLate} port 8080 of shop component:default/api`,
    });
  });

  it('gives the old number up when no pod listens on it, or after a day', () => {
    const { desired: live } = plan({});
    expect(naming(plan({ live, now: later }))).toEqual(all);
    expect(naming(plan({ live, now: tooLate }))).toEqual([]);
    const renewed = plan({ live, now: later, pods: [listening(9090)] });
    expect(naming(renewed)).toEqual([]);
    expect(renewed.desired).toEqual(toState(after));
    expect(renewed.waiting).toEqual([]);
  });

  it('takes pods that declare neither number for old ones', () => {
    expect(naming(plan({ pods: [listening()] }))).toEqual(all);
    expect(naming(plan({ pods: [listening(15020)] }))).toEqual(all);
    expect(naming(plan({ pods: [] }))).toEqual([]);
  });

  it('keeps nothing of a revoked edge', () => {
    const made = plan({ to: { ...after, callers: ['app'] } });
    expect(JSON.stringify(made.desired)).not.toMatch(/sa\/web/);
    expect(JSON.stringify(made.spec('of-api'))).not.toMatch(/"web"/);
    expect(naming(made)).toEqual(['to-api', 'ask-api', 'of-api', 'of-app']);
  });

  it('gives a new caller the new number alone', () => {
    const made = plan({ from: { ...before, callers: ['app'] } });
    expect(made.spec('to-api')?.rules).toEqual([
      {
        from: [
          {
            source: {
              principals: [
                'cluster.local/ns/shop/sa/web',
                'cluster.local/ns/shop/sa/app',
              ],
            },
          },
        ],
        to: [{ operation: { ports: ['9090'] } }],
      },
      {
        from: [{ source: { principals: ['cluster.local/ns/shop/sa/app'] } }],
        to: [{ operation: { ports: ['8080'] } }],
      },
    ]);
    expect(made.spec('of-api')?.ingress).toEqual([
      {
        from: [peer('web'), peer('app')],
        ports: [{ protocol: 'TCP', port: 9090 }],
      },
      { from: [peer('app')], ports: [{ protocol: 'TCP', port: 8080 }] },
    ]);
  });

  it.each([
    [
      'its port is gone',
      { ports: 'admin=8080,http=9090', numbers: [8080, 9090] },
      { ports: 'http=9090', numbers: [9090] },
    ],
    [
      'another port has the number now',
      { ports: 'admin=9090,http=8080', numbers: [8080, 9090] },
      { ports: 'admin=8080,http=9090', numbers: [9090] },
    ],
    ['the number has no known name', { ports: '', numbers: [8080] }, after],
  ])('does not keep a number when %s', (_, from, to) => {
    expect(naming(plan({ from, to }))).toEqual([]);
  });
});
