import {
  type CallRequest,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import { judgeHistory } from './judgeHistory';
import { type ObjectEvent, Recording } from './Recording';

const NAMESPACE = 'shop';

let version = 0;

function policy(name: string, spec: MeshObject['spec']): MeshObject {
  version += 1;
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name, namespace: NAMESPACE, resourceVersion: `${version}` },
    spec,
  };
}

const denyAll = () => policy('deny', {});

const allow = (name: string, ...callers: string[]) =>
  policy(name, {
    selector: { matchLabels: { app: 'web' } },
    rules: callers.map(caller => ({
      from: [
        {
          source: {
            principals: [`cluster.local/ns/${NAMESPACE}/sa/${caller}`],
          },
        },
      ],
    })),
  });

const call = (from: string): CallRequest => ({
  source: {
    namespace: NAMESPACE,
    labels: { app: from },
    serviceAccount: from,
    inMesh: true,
  },
  destination: {
    namespace: NAMESPACE,
    labels: { app: 'web' },
    serviceAccount: 'web',
    inMesh: true,
    port: 8080,
    protocol: 'tcp',
  },
});

type Step = ['put' | 'delete', MeshObject];

function judge(start: MeshObject[], steps: Step[], after: MeshObject[]) {
  const recording = new Recording(() => true);
  const note = (type: ObjectEvent['type'], object: MeshObject, at: number) =>
    recording.note({ type, object, version: at, key: objectKey(object) });
  start.forEach((object, index) => note('put', object, index + 1));
  recording.cut();
  steps.forEach(([type, object], index) => note(type, object, 100 + index));
  const { lost, widened } = judgeHistory({
    world: { rootNamespace: 'istio-system', trustDomain: 'cluster.local' },
    history: recording.cut(),
    wanted: [start, after],
    calls: [call('a'), call('b'), call('c')],
  });
  const callers = (findings: typeof lost) =>
    findings.map(({ call: { source }, after: { version: at } }) => [
      source.serviceAccount,
      at,
    ]);
  return { lost: callers(lost), widened: callers(widened) };
}

describe('judgeHistory', () => {
  it('finds nothing wrong with a grant that comes before one that goes', () => {
    expect(
      judge(
        [denyAll(), allow('web', 'a', 'b')],
        [
          ['put', allow('web', 'a', 'b', 'c')],
          ['put', allow('web', 'a', 'c')],
        ],
        [denyAll(), allow('web', 'a', 'c')],
      ),
    ).toEqual({ lost: [], widened: [] });
  });

  it('finds what is denied for a while', () => {
    expect(
      judge(
        [denyAll(), allow('web', 'a', 'b')],
        [
          ['delete', allow('web', 'a', 'b')],
          ['put', allow('web', 'a', 'c')],
        ],
        [denyAll(), allow('web', 'a', 'c')],
      ),
    ).toEqual({ lost: [['a', 100]], widened: [] });
  });

  it('finds what is open for a while', () => {
    expect(
      judge(
        [denyAll(), allow('web', 'a')],
        [
          ['delete', denyAll()],
          ['delete', allow('web', 'a')],
          ['put', denyAll()],
          ['put', allow('web', 'b')],
        ],
        [denyAll(), allow('web', 'b')],
      ),
    ).toEqual({ lost: [], widened: [['c', 101]] });
  });

  it('minds a state that was wanted on the way', () => {
    const recording = new Recording(() => true);
    const wanted = [
      [denyAll(), allow('web', 'a')],
      [denyAll(), allow('web', 'b')],
      [denyAll(), allow('web', 'a')],
    ];
    wanted.forEach((objects, state) =>
      objects.forEach((object, index) =>
        recording.note({
          type: 'put',
          key: objectKey(object),
          object,
          version: state * 10 + index,
        }),
      ),
    );

    expect(
      judgeHistory({
        world: { rootNamespace: 'istio-system', trustDomain: 'cluster.local' },
        history: recording.cut(),
        wanted,
        calls: [call('a'), call('b')],
      }),
    ).toEqual({
      lost: [],
      widened: [],
    });
  });
});
