import { parseKubeconfig } from './parseKubeconfig';

const kubeconfig = (server: string, extra = '') => `
apiVersion: v1
kind: Config
current-context: dev
clusters:
  - name: dev
    cluster:
      server: ${server}
${extra}
users:
  - name: dev
    user: { token: very-secret }
contexts:
  - name: dev
    context: { cluster: dev, user: dev }
`;
const insecure = '      insecure-skip-tls-verify: true';

describe('parseKubeconfig', () => {
  it.each([
    'http://127.0.0.1:8001/',
    'http://localhost:8001',
    'http://[::1]:8001',
  ])('lets plain http pass on the loopback address %p', server => {
    const current = parseKubeconfig(
      'dev',
      kubeconfig(server),
    ).getCurrentCluster();

    expect(current).toMatchObject({
      server: server.replace(/\/$/, ''),
      skipTLSVerify: true,
    });
  });

  it('checks certificates everywhere else', () => {
    const { skipTLSVerify } =
      parseKubeconfig(
        'dev',
        kubeconfig('https://dev.example'),
      ).getCurrentCluster() ?? {};

    expect(skipTLSVerify).toBe(false);
  });

  it.each([
    ['plain http to elsewhere', kubeconfig('http://10.0.0.1'), /https URL/],
    [
      'a name that only looks like loopback',
      kubeconfig('http://127.0.0.1.example.com'),
      /https URL/,
    ],
    [
      'a certificate that nobody checks',
      kubeconfig('https://dev.example', insecure),
      /insecure-skip-tls-verify/,
    ],
    ['a server that is no URL', kubeconfig('dev'), /no URL/],
    ['no current context', 'clusters: []', /no current context/],
    ['text that is no YAML', 'token: [very-secret', /not valid/],
    ['nothing', '', /not valid/],
  ])('refuses %s, and keeps the secrets in it', (_, text, message) => {
    let problem = '';
    try {
      parseKubeconfig('dev', text);
    } catch (error) {
      problem = String(error);
    }

    expect(problem).toMatch(message);
    expect(problem).toMatch(/cluster 'dev'/);
    expect(problem).not.toMatch(/very-secret/);
  });
});
