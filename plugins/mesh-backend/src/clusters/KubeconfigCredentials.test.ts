import { ConfigReader } from '@backstage/config';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { KubeconfigCredentials } from './KubeconfigCredentials';

describe('KubeconfigCredentials', () => {
  const directory = createMockDirectory({
    content: { config: 'current-context: one\nclusters: []\n' },
  });
  const credentials = new KubeconfigCredentials();

  const read = (data: { kubeconfig: string; context?: string }) =>
    credentials.getKubeconfig({
      cluster: 'dev',
      config: new ConfigReader(data),
    });

  it('reads the file each time it is asked', async () => {
    const path = directory.resolve('config');

    await expect(read({ kubeconfig: path })).resolves.toEqual({
      kubeconfig: 'current-context: one\nclusters: []\n',
    });
  });

  it('switches to the context of the configuration', async () => {
    const { kubeconfig } = await read({
      kubeconfig: directory.resolve('config'),
      context: 'two',
    });

    expect(kubeconfig).toMatch(/^current-context: two$/m);
  });

  it('says which file of which cluster cannot be read', async () => {
    const path = directory.resolve('none');

    await expect(read({ kubeconfig: path })).rejects.toThrow(
      `The kubeconfig '${path}' of cluster 'dev' cannot be read`,
    );
  });
});
