import {
  ANNOTATION_ADMITTED_UNTIL,
  ANNOTATION_EDGES,
  ANNOTATION_ENTITIES,
  LABEL_ENTITY,
} from '../objects/annotations';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { admitOldPods } from './admitOldPods';
import { allow, ours, pod } from './testObjects';

const edge = (from: string, to: string) =>
  `component:default/${from}@dev/shop>component:default/${to}@dev/shop#component:default/${to}`;

/** As the compiler marks what belongs to a workload. */
function marked(object: MeshObject, app: string, edges: string[] = []) {
  const { metadata } = object;
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, [LABEL_ENTITY]: app },
      annotations: {
        [ANNOTATION_ENTITIES]: `component:default/${app}`,
        [ANNOTATION_EDGES]: edges.join('\n'),
      },
    },
  };
}

const toState = (account: string, edges: string[]) => [
  marked(ours('ServiceAccount', account), 'web'),
  marked(ours('ServiceAccount', 'api'), 'api'),
  marked(allow('web'), 'web'),
  marked(edges.length > 0 ? allow('api', account) : allow('api'), 'api', edges),
];

const oldPod = { ...pod('web'), spec: { serviceAccountName: 'web' } };
const granted = [edge('web', 'api')];

function admit(options: {
  live?: MeshObject[];
  edges?: string[];
  pods?: MeshObject[];
  now: string;
}) {
  const { now, edges = granted, pods = [oldPod] } = options;
  const live = [...(options.live ?? toState('web', granted)), ...pods];
  const { desired, waiting } = admitOldPods({
    ...{ instance: 'test', cluster: 'dev' },
    desired: toState('web-2', edges),
    live: new Map(live.map(object => [objectKey(object), object])),
    now,
  });
  const policy = desired.find(
    ({ kind, metadata }) =>
      kind === 'AuthorizationPolicy' && metadata.name === 'api',
  );
  return {
    desired,
    waiting,
    admitsOld: JSON.stringify(policy?.spec).includes('/sa/web"'),
    admitsNew: JSON.stringify(policy?.spec).includes('/sa/web-2"'),
    until: policy?.metadata.annotations?.[ANNOTATION_ADMITTED_UNTIL],
  };
}

const monday = '2026-11-23T12:00:00.000Z';
const later = '2026-11-24T11:00:00.000Z';
const tooLate = '2026-11-24T12:00:00.000Z';

describe('admitOldPods', () => {
  it('admits the old identity beside the new one for a day', () => {
    const first = admit({ now: monday });
    expect(first).toMatchObject({
      admitsOld: true,
      admitsNew: true,
      until: `${tooLate} cluster.local/ns/shop/sa/web`,
      waiting: [{ key: expect.stringContaining('/api'), until: tooLate }],
    });
    const live = first.desired;
    expect(admit({ now: later, live })).toMatchObject({
      admitsOld: true,
      until: first.until,
    });
    expect(admit({ now: tooLate, live })).toMatchObject({
      admitsOld: false,
      admitsNew: true,
      waiting: [],
    });
  });

  it.each([
    ['no old pod runs', { pods: [] }],
    [
      'old pods have ended',
      { pods: [{ ...oldPod, status: { phase: 'Failed' } }] },
    ],
    ['the edge is revoked', { edges: [] }],
    ['the edge was not granted', { live: toState('web', []) }],
  ])('gives the old identity up when %s', (_, options) => {
    const made = admit({ now: monday, ...options });
    expect(made.admitsOld).toBe(false);
    expect(made.until).toBeUndefined();
    expect(made.waiting).toEqual([]);
  });

  it('does not believe an end that no plan can have set', () => {
    const first = admit({ now: monday });
    expect(
      admit({ now: '2026-11-20T12:00:00.000Z', live: first.desired }).admitsOld,
    ).toBe(false);
  });
});
