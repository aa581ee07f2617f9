import {
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import { createObject } from './createObject';
import { KubernetesApiError } from './KubernetesApiError';
import type { ApiRequest, KubernetesConnection } from './KubernetesConnection';

const instance = 'test';
const desired: MeshObject = {
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: {
    name: 'default',
    namespace: 'shop',
    labels: { [LABEL_MANAGED_BY]: 'meshwright', [LABEL_INSTANCE]: instance },
  },
  spec: { mtls: { mode: 'STRICT' } },
};
const change = {
  target: 'object',
  type: 'create',
  key: objectKey(desired),
  desired,
} as const;

const withFields = (resourceVersion: string): MeshObject => ({
  ...desired,
  metadata: {
    ...desired.metadata,
    resourceVersion,
    managedFields: [{ manager: 'meshwright', operation: 'Update' }],
  },
});
const conflict = new KubernetesApiError({
  code: 409,
  status: { message: 'already exists' },
});
const lost = Object.assign(new Error('too late'), { name: 'TimeoutError' });

/** Answers each request with the next step, and notes the requests. */
function connect(...steps: Array<object | Error>) {
  const requests: ApiRequest[] = [];
  const send = async (request: ApiRequest) => {
    requests.push(request);
    const step = steps.shift();
    if (!step || step instanceof Error) {
      throw step ?? new Error('No such step');
    }
    return { body: step, warnings: [] };
  };
  const connection = { send } as unknown as KubernetesConnection;
  return { connection, methods: () => requests.map(({ method }) => method) };
}

describe('createObject', () => {
  it('recognises what it created when the answer got lost', async () => {
    const { connection, methods } = connect(
      lost,
      conflict,
      withFields('1'),
      desired,
    );

    const result = await createObject(connection, change, { instance });

    expect(result).toEqual({ change, outcome: 'applied' });
    expect(methods()).toEqual(['POST', 'POST', 'GET', 'PATCH']);
  });

  it.each([
    ['other content', { ...withFields('1'), spec: {} }],
    ['no labels of ours', { ...desired, metadata: { name: 'default' } }],
  ])('does not take an object with %s for its own', async (_, found) => {
    const { connection } = connect(lost, conflict, found);

    await expect(createObject(connection, change, { instance })).rejects.toBe(
      conflict,
    );
  });

  it('hands over again when somebody wrote in between', async () => {
    const { connection, methods } = connect(
      withFields('1'),
      new KubernetesApiError({ code: 422, status: { message: 'test failed' } }),
      withFields('2'),
      desired,
    );

    const result = await createObject(connection, change, { instance });

    expect(result).toEqual({ change, outcome: 'applied' });
    expect(methods()).toEqual(['POST', 'PATCH', 'GET', 'PATCH']);
  });
});
