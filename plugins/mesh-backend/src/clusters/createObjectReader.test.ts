import { type KubernetesApi, startKubernetesApi } from '@meshwright/sandbox';
import { createObjectReader } from './createObjectReader';
import { KubernetesConnection } from './KubernetesConnection';

const signal = new AbortController().signal;
const key = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'mesh' };

describe('createObjectReader', () => {
  let api: KubernetesApi;

  beforeEach(async () => {
    api = await startKubernetesApi({ port: 0 });
    await api.seed([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'mesh' } },
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings', namespace: 'mesh' },
        data: { mesh: 'on' },
      },
    ]);
  });

  afterEach(() => api.stop());

  it('tells what is there from what is not, with one connection', async () => {
    const { kubeconfig } = api;
    const credentials = jest.fn(async () => ({ kubeconfig }));
    const read = createObjectReader(
      () => new KubernetesConnection({ cluster: 'dev', credentials }),
    );

    expect(await read({ ...key, name: 'settings' }, { signal })).toMatchObject({
      data: { mesh: 'on' },
    });
    expect(await read({ ...key, name: 'other' }, { signal })).toBeUndefined();
    expect(credentials).toHaveBeenCalledTimes(1);
  });

  it('never takes what cannot be read for absent', async () => {
    const read = createObjectReader(() => {
      throw new Error('nothing can reach it');
    });

    await expect(
      read({ ...key, name: 'settings' }, { signal }),
    ).rejects.toThrow('nothing can reach it');
  });
});
