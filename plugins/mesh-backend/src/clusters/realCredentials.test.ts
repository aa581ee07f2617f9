import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpMethod } from '@kubernetes/client-node';
import { ConfigReader } from '@backstage/config';
import { describeOnControlPlane } from '@meshwright/control-plane';
import { CANARY, failsWithoutCanary } from './__testUtils__/canary';
import {
  createPlugin,
  fromKubeconfig,
  toKubeconfig,
} from './__testUtils__/kubeconfigs';
import { createTrust, startFront } from './__testUtils__/startFront';
import { startTunnel } from './__testUtils__/startTunnel';
import { describeApiError } from './describeApiError';
import { KubeconfigCredentials } from './KubeconfigCredentials';
import {
  type CredentialsSource,
  KubernetesConnection,
} from './KubernetesConnection';

jest.setTimeout(60_000);

const minute = 60_000;
const review = {
  apiVersion: 'authentication.k8s.io/v1',
  kind: 'SelfSubjectReview',
};

/** Who the API server takes us for. */
async function whoAmI(connection: KubernetesConnection): Promise<string> {
  const { body } = await connection.send({
    method: HttpMethod.POST,
    path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    body: review,
  });
  const { status } = body as { status: { userInfo: { username: string } } };
  return status.userInfo.username;
}

const decode = (base64: string) => Buffer.from(base64, 'base64').toString();

describeOnControlPlane('credentials, on a real API server', server => {
  const plugin = createPlugin();
  afterAll(() => plugin.remove());
  const clock = { now: Date.now() };
  beforeEach(() => {
    clock.now = Date.now();
  });

  /** Where the API server is, as kubeconfigs say it. */
  const target = () => fromKubeconfig(server().kubeconfig).cluster;

  const connect = (credentials: CredentialsSource) =>
    new KubernetesConnection({
      cluster: 'dev',
      credentials,
      now: () => clock.now,
    });
  const connectAs = (user: object, cluster: object = {}) =>
    connect(async () => ({
      kubeconfig: toKubeconfig({ ...target(), ...cluster }, { ...user }),
    }));
  /** Through a file, as the configuration names it. */
  const connectFile = (path: string) => {
    const config = new ConfigReader({ kubeconfig: path });
    const source = new KubeconfigCredentials({ now: () => clock.now });
    return connect(() => source.getKubeconfig({ cluster: 'dev', config }));
  };

  async function admin(method: string, path: string, body?: object) {
    const response = await fetch(server().proxyUrl + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
    return response.json();
  }

  const accounts = '/api/v1/namespaces/default/serviceaccounts';
  /** A token of a new service account. */
  async function tokenOf(name: string): Promise<string> {
    await admin('POST', accounts, { metadata: { name } });
    const { status } = await admin('POST', `${accounts}/${name}/token`, {
      spec: { expirationSeconds: 600 },
    });
    return status.token;
  }
  /** One that the API server does not take any more. */
  async function deadToken(name: string): Promise<string> {
    const token = await tokenOf(name);
    await admin('DELETE', `${accounts}/${name}`);
    return token;
  }
  const account = (name: string) => `system:serviceaccount:default:${name}`;

  it('signs in with the token of a program, and with the next one before it ends', async () => {
    const runs = plugin.calls().length;
    const end = new Date(clock.now + 10 * minute).toISOString();
    plugin.print({ token: await tokenOf('one'), expirationTimestamp: end });
    const connection = connectAs({ exec: plugin.exec });

    const first = await whoAmI(connection);
    plugin.print({ token: await tokenOf('two') });
    const same = await whoAmI(connection);
    clock.now += 9 * minute;
    const next = await whoAmI(connection);

    expect([first, same, next]).toEqual([
      account('one'),
      account('one'),
      account('two'),
    ]);
    expect(plugin.calls()).toHaveLength(runs + 2);
  });

  it('asks once more when a token was revoked, however many requests meet that', async () => {
    const runs = plugin.calls().length;
    plugin.print({ token: await deadToken('revoked') });
    const connection = connectAs({ exec: plugin.exec });

    await expect(whoAmI(connection)).rejects.toThrow(
      /does not accept the credentials/,
    );
    plugin.print({ token: await tokenOf('renewed') });
    const names = await Promise.all(
      Array.from({ length: 20 }, () => whoAmI(connection)),
    );

    expect(new Set(names)).toEqual(new Set([account('renewed')]));
    // Once at first, once after the refusal, and once for all twenty.
    expect(plugin.calls()).toHaveLength(runs + 3);
  });

  it('signs in with the certificate of a program, and with the next one', async () => {
    const print = async (user: string, expiresAt: number) => {
      const made = fromKubeconfig(await server().kubeconfigFor({ user }));
      plugin.print({
        clientCertificateData: decode(made.user['client-certificate-data']),
        clientKeyData: decode(made.user['client-key-data']),
        expirationTimestamp: new Date(expiresAt).toISOString(),
      });
    };
    const connection = connectAs({ exec: plugin.exec });

    await print('carla', clock.now + 10 * minute);
    const first = await whoAmI(connection);
    await print('dora', clock.now + 20 * minute);
    clock.now += 9 * minute;

    expect([first, await whoAmI(connection)]).toEqual(['carla', 'dora']);
  });

  it('follows files that change: token, certificate, kubeconfig', async () => {
    const made = fromKubeconfig(await server().kubeconfigFor({ user: 'erna' }));
    plugin.write('erna.crt', decode(made.user['client-certificate-data']));
    plugin.write('erna.key', decode(made.user['client-key-data']));
    plugin.write('token', await tokenOf('from-file'));
    plugin.write('config', toKubeconfig(target(), { tokenFile: 'token' }));
    const connection = connectFile(plugin.file('config'));

    const names = [await whoAmI(connection)];
    plugin.write('token', await tokenOf('rotated'));
    clock.now += minute;
    names.push(await whoAmI(connection));
    plugin.write('token', await deadToken('dead'));
    clock.now += minute;
    await expect(whoAmI(connection)).rejects.toMatchObject({ code: 401 });
    plugin.write('token', await tokenOf('alive'));
    names.push(await whoAmI(connection));
    plugin.write(
      'config',
      toKubeconfig(target(), {
        'client-certificate': 'erna.crt',
        'client-key': 'erna.key',
      }),
    );
    clock.now += minute;
    names.push(await whoAmI(connection));

    expect(names).toEqual([
      account('from-file'),
      account('rotated'),
      account('alive'),
      'erna',
    ]);
  });

  describe('when the certificate of the server changes', () => {
    async function open() {
      const [old, next] = await Promise.all([createTrust(), createTrust()]);
      const front = await startFront(server().proxyUrl, old);
      const write = (caData: string) =>
        plugin.write(
          'front',
          toKubeconfig(
            { server: front.url, 'certificate-authority-data': caData },
            { token: CANARY },
          ),
        );
      write(old.caData);
      return { old, next, front, write };
    }

    it('says what to do, until the kubeconfig has the new authority', async () => {
      const { next, front, write } = await open();
      const connection = connectFile(plugin.file('front'));
      await whoAmI(connection);

      front.renew(next);
      front.closeConnections();
      const said = await failsWithoutCanary(whoAmI(connection));
      const again = await failsWithoutCanary(whoAmI(connection));
      write(next.caData);

      expect(said).toMatch(
        /^its certificate is not trusted \(.+\)\. If the certificate or its authority was renewed, put the new authority into the kubeconfig/,
      );
      expect(again).toBe(said);
      // No restart, and no waiting either.
      await expect(whoAmI(connection)).resolves.toBe('admin');
      front.stop();
    });

    it('does not go on with connections from before', async () => {
      const { next, front, write } = await open();
      const connection = connectFile(plugin.file('front'));
      await whoAmI(connection);

      // The server still shows the old one; nobody here trusts that any more.
      write(next.caData);
      const before = await whoAmI(connection);
      clock.now += minute;

      expect(before).toBe('admin');
      await expect(whoAmI(connection)).rejects.toThrow(/is not trusted/);
      front.stop();
    });
  });

  it('goes through the proxy that the kubeconfig names', async () => {
    const tunnel = await startTunnel(`user:${CANARY}`);
    const url = (login: string) => `http://${login}@127.0.0.1:${tunnel.port}`;
    const token = await tokenOf('through-proxy');

    const name = await whoAmI(
      connectAs({ token }, { 'proxy-url': url(`user:${CANARY}`) }),
    );
    const carried = tunnel.carried();
    const refused = await describeFailure(
      connectAs({ token }, { 'proxy-url': url(`other:${CANARY}`) }),
    );
    tunnel.stop();
    const silent = await describeFailure(
      connectAs({ token }, { 'proxy-url': url(`user:${CANARY}`) }),
    );

    expect(name).toBe(account('through-proxy'));
    expect(carried).toBe(1);
    const proxy = `through the proxy '127.0.0.1:${tunnel.port}'`;
    expect(refused).toBe(`${proxy}: it answered HTTP 407`);
    expect(silent).toBe(`${proxy}: nothing listens at its address`);
  });

  async function describeFailure(connection: KubernetesConnection) {
    const failing = whoAmI(connection);
    await failsWithoutCanary(failing);
    return failing.catch(error => describeApiError(error));
  }

  it('never repeats a token that somebody in between repeats', async () => {
    const echo = createServer((incoming, answer) => {
      answer.writeHead(401, { 'content-type': 'text/plain' });
      answer.end(`You sent ${incoming.headers.authorization}`);
    });
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const { port } = echo.address() as AddressInfo;

    const said = await failsWithoutCanary(
      whoAmI(
        connectAs({ token: CANARY }, { server: `http://127.0.0.1:${port}` }),
      ),
    );

    expect(said).toMatch(/You sent \[secret\]|You sent Bearer \[secret\]/);
    echo.close();
  });
});
