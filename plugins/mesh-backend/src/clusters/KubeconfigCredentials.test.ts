import { ConfigReader } from '@backstage/config';
import { createMockDirectory } from '@backstage/backend-test-utils';
import yaml from 'yaml';
import { KubeconfigCredentials } from './KubeconfigCredentials';

describe('KubeconfigCredentials', () => {
  const directory = createMockDirectory({
    content: { config: 'current-context: one\nclusters: []\n' },
  });
  const now = Date.parse('2027-01-01T12:00:00Z');
  const credentials = new KubeconfigCredentials({ now: () => now });

  const read = (data: { kubeconfig: string; context?: string }) =>
    credentials.getKubeconfig({
      cluster: 'dev',
      config: new ConfigReader(data),
    });

  it('reads the file each time it is asked, and wants to be asked soon', async () => {
    const path = directory.resolve('config');

    await expect(read({ kubeconfig: path })).resolves.toEqual({
      kubeconfig: 'current-context: one\nclusters: []\n',
      expiresAt: new Date(now + 60_000),
    });
  });

  it('finds files where the kubeconfig is, and programs where they are', async () => {
    directory.addContent({
      relative: yaml.stringify({
        clusters: [
          { name: 'a', cluster: { 'certificate-authority': 'ca.crt' } },
          { name: 'b' },
        ],
        users: [
          {
            name: 'a',
            user: {
              'client-certificate': 'keys/a.crt',
              'client-key': '/keys/a.key',
              tokenFile: 'token',
              exec: { command: './sign-in' },
            },
          },
          { name: 'b', user: { exec: { command: 'kubelogin' } } },
        ],
      }),
    });
    const path = directory.resolve('relative');

    const { kubeconfig } = await read({ kubeconfig: path });

    const { clusters, users } = yaml.parse(kubeconfig);
    expect(clusters[0].cluster).toEqual({
      'certificate-authority': directory.resolve('ca.crt'),
    });
    expect(users.map(({ user }: { user: object }) => user)).toEqual([
      {
        'client-certificate': directory.resolve('keys/a.crt'),
        'client-key': '/keys/a.key',
        tokenFile: directory.resolve('token'),
        exec: { command: directory.resolve('sign-in') },
      },
      { exec: { command: 'kubelogin' } },
    ]);
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
