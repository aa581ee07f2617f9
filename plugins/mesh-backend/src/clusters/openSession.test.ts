import { CANARY, failsWithoutCanary } from './__testUtils__/canary';
import { createPlugin, toKubeconfig } from './__testUtils__/kubeconfigs';
import { openSession, type Session } from './openSession';

const server = 'https://dev.example';
const minute = 60_000;
const NOW = Date.parse('2027-01-01T12:00:00Z');
const at = (milliseconds: number) => new Date(milliseconds).toISOString();

describe('openSession', () => {
  const plugin = createPlugin();
  afterAll(() => plugin.remove());

  const open = (
    user: Record<string, unknown>,
    options: { before?: Session; now?: number; cluster?: object } = {},
  ) =>
    openSession({
      cluster: 'dev',
      kubeconfig: toKubeconfig({ server, ...options.cluster }, user),
      before: options.before,
      now: options.now ?? NOW,
    });
  const bearerOf = (session: Session) => session.headers.Authorization;

  it('keeps what a program printed until shortly before its end', async () => {
    const runs = plugin.calls().length;
    plugin.print({ token: 'one', expirationTimestamp: at(NOW + 10 * minute) });

    const first = await open({ exec: plugin.exec });
    plugin.print({ token: 'two', expirationTimestamp: at(NOW + 20 * minute) });
    const before = first;
    const same = await open({ exec: plugin.exec }, { before, now: NOW + 1 });
    const next = await open(
      { exec: plugin.exec },
      { before, now: NOW + 9 * minute },
    );

    expect(first.renewAt).toBe(NOW + 9 * minute);
    expect([first, same, next].map(bearerOf)).toEqual([
      'Bearer one',
      'Bearer one',
      'Bearer two',
    ]);
    expect(plugin.calls()).toHaveLength(runs + 2);
  });

  it('runs a program again for other settings, and after a refusal', async () => {
    plugin.print({ token: 'one' });
    const first = await open({ exec: plugin.exec });
    plugin.print({ token: 'two' });

    const same = await open({ exec: plugin.exec }, { before: first });
    const other = await open(
      { exec: { ...plugin.exec, args: ['--other'] } },
      { before: first },
    );
    const refused = await open(
      { exec: plugin.exec },
      { before: { ...first, isRejected: true } },
    );

    expect([same, other, refused].map(bearerOf)).toEqual([
      'Bearer one',
      'Bearer two',
      'Bearer two',
    ]);
    expect(first.renewAt).toBe(Infinity);
  });

  it('tells a program about the cluster only where it asks for that', async () => {
    plugin.print({ token: 'one' });

    await open({ exec: plugin.exec });
    const quiet = plugin.calls().at(-1);
    await open({ exec: { ...plugin.exec, provideClusterInfo: true } });
    const told = plugin.calls().at(-1);

    expect(quiet).toMatchObject({ kind: 'ExecCredential' });
    expect(quiet?.spec).toEqual({ interactive: false });
    expect(told?.spec).toEqual({ interactive: false, cluster: { server } });
  });

  it('reads a token file again after a minute', async () => {
    plugin.write('token', 'one\n');
    const user = { tokenFile: plugin.file('token'), token: 'old' };

    const first = await open(user);
    plugin.write('token', 'two\n');
    const second = await open(user, { before: first });

    expect(first.renewAt).toBe(NOW + minute);
    expect([first, second].map(bearerOf)).toEqual(['Bearer one', 'Bearer two']);
  });

  it('goes on with its connections for another token only', async () => {
    const caData = Buffer.from('one').toString('base64');
    const cluster = { 'certificate-authority-data': caData };
    const first = await open({ token: 'one' }, { cluster });

    const renewed = await open({ token: 'two' }, { cluster, before: first });
    const distrusted = await open(
      { token: 'two' },
      {
        cluster: {
          'certificate-authority-data': Buffer.from('two').toString('base64'),
        },
        before: first,
      },
    );

    expect(renewed.pool).toBe(first.pool);
    expect(distrusted.pool).not.toBe(first.pool);
  });

  describe('keeps secrets out of what it says', () => {
    const answers: Array<[string, () => void, RegExp]> = [
      [
        'a program that fails and complains',
        () => {
          plugin.write('noise', `token ${CANARY} is bad`);
          plugin.write('answer', CANARY);
          plugin.write('code', '3');
        },
        /^The program '.*sign-in', which signs in to cluster 'dev', failed with exit code 3; run it by hand/,
      ],
      [
        'a program that prints no JSON',
        () => plugin.write('answer', `token: ${CANARY}`),
        /printed no ExecCredential of 'client.authentication.k8s.io\/v1'/,
      ],
      [
        'a program of another version',
        () =>
          plugin.print(
            { token: CANARY },
            { apiVersion: 'client.authentication.k8s.io/v1beta1' },
          ),
        /printed no ExecCredential/,
      ],
      [
        'a certificate without a key',
        () => plugin.print({ clientCertificateData: CANARY }),
        /with a token, or with a certificate and its key/,
      ],
      [
        'a token that is no header',
        () => plugin.print({ token: `${CANARY}\r\nx: y` }),
        /The token of cluster 'dev' is empty, or has characters that no token has/,
      ],
    ];

    it.each(answers)('of %s', async (_, prepare, message) => {
      prepare();
      const args = ['--secret', CANARY];

      const said = await failsWithoutCanary(
        open({ exec: { ...plugin.exec, args } }),
      );

      expect(said).toMatch(message);
      plugin.write('noise', '');
      plugin.write('code', '0');
    });

    it.each([
      [
        'a program that is not there',
        {
          exec: {
            ...plugin.exec,
            command: '/nowhere/kubelogin',
            installHint: 'Install kubelogin',
            env: [{ name: 'SECRET', value: CANARY }],
          },
        },
        /is not there; Install kubelogin$/,
      ],
      [
        'a program that wants a person',
        { exec: { ...plugin.exec, interactiveMode: 'Always' } },
        /wants to ask a person/,
      ],
      [
        'a program of an old contract',
        { exec: { ...plugin.exec, apiVersion: CANARY } },
        /of another 'apiVersion'/,
      ],
      [
        'a provider that Kubernetes took out',
        { 'auth-provider': { name: 'oidc', config: { secret: CANARY } } },
        /signs in with an 'auth-provider', which is not supported/,
      ],
      [
        'a file that is not there',
        { tokenFile: '/nowhere/token', token: CANARY },
        /The file '\/nowhere\/token' with the token of cluster 'dev' cannot be read \(ENOENT\)/,
      ],
      ['an empty token file', { tokenFile: '/dev/null' }, /is empty/],
    ])('of %s', async (_, user, message) => {
      expect(await failsWithoutCanary(open(user))).toMatch(message);
    });

    it('of a proxy that is none', async () => {
      const cluster = { 'proxy-url': `ftp://user:${CANARY}@proxy` };

      expect(await failsWithoutCanary(open({}, { cluster }))).toMatch(
        /a 'proxy-url' that is no http, https or socks5 URL/,
      );
    });

    it('of a text that is no kubeconfig', async () => {
      const text = `users: [{name: dev, user: {token: ${CANARY}`;

      expect(
        await failsWithoutCanary(
          openSession({ cluster: 'dev', kubeconfig: text, now: NOW }),
        ),
      ).toBe("The kubeconfig of cluster 'dev' is not valid");
    });
  });
});
