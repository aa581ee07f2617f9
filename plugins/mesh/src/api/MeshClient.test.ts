import { MeshClient } from './MeshClient';

describe('MeshClient', () => {
  const fetch = jest.fn();
  const client = new MeshClient({ fetchApi: { fetch } });

  beforeEach(() => fetch.mockReset());

  it('reads the status of an entity', async () => {
    fetch.mockResolvedValue(new Response('{"status":{}}'));

    await expect(client.getStatus('Component:default/web')).resolves.toEqual({
      status: {},
    });
    expect(fetch.mock.calls[0][0]).toBe(
      'plugin://mesh/v1/status/component/default/web',
    );
  });

  it('sends decisions, and needs no answer', async () => {
    fetch.mockResolvedValue(new Response(null, { status: 204 }));
    const decision = {
      consumerRef: 'component:default/web',
      providerRef: 'component:default/api',
      decision: 'approve',
    } as const;

    await client.decide(decision);

    const [url, init] = fetch.mock.calls[0];
    expect(url).toBe('plugin://mesh/v1/approvals');
    expect(JSON.parse(init.body)).toEqual(decision);
  });

  const preview = { purpose: 'retire' as const, spec: { name: 'x' } };

  it.each([
    { path: '/runs/a%2Fb', ask: () => client.getRun('a/b') },
    { path: '/runs/1/events?after=7', ask: () => client.getRunEvents('1', 7) },
    { path: '/runs', ask: () => client.getRuns() },
    { path: '/clusters', ask: () => client.getClusters() },
    {
      path: '/clusters/preview',
      ask: () => client.previewCluster(preview),
      body: preview,
    },
    { path: '/runs/1/cancel', ask: () => client.cancelRun('1'), body: {} },
    { path: '/runs/1/resume', ask: () => client.resumeRun('1'), body: {} },
  ])('asks at $path', async ({ path, ask, body }) => {
    fetch.mockResolvedValue(new Response('{"answer":1}'));

    await expect(ask()).resolves.toEqual({ answer: 1 });

    const [url, init] = fetch.mock.calls[0];
    expect(url).toBe(`plugin://mesh/v1${path}`);
    expect(init?.method).toBe(body && 'POST');
    expect(init?.body && JSON.parse(init.body)).toEqual(body);
  });

  it('passes on the sentence of the server', async () => {
    fetch.mockResolvedValue(
      new Response(
        JSON.stringify({
          error: { name: 'NotAllowedError', message: 'No.' },
          response: { statusCode: 403 },
        }),
        { status: 403, headers: { 'Content-Type': 'application/json' } },
      ),
    );

    await expect(client.getOverview()).rejects.toMatchObject({
      statusCode: 403,
      cause: { message: 'No.' },
    });
  });
});
