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

  it.each([
    ['getRun', () => client.getRun('a/b'), '/runs/a%2Fb', undefined],
    [
      'getRunEvents',
      () => client.getRunEvents('1', 7),
      '/runs/1/events?after=7',
      undefined,
    ],
    ['getRuns', () => client.getRuns(), '/runs', undefined],
    ['getClusters', () => client.getClusters(), '/clusters', undefined],
    [
      'previewCluster',
      () => client.previewCluster({ purpose: 'retire', spec: { name: 'x' } }),
      '/clusters/preview',
      { purpose: 'retire', spec: { name: 'x' } },
    ],
    ['cancelRun', () => client.cancelRun('1'), '/runs/1/cancel', {}],
    ['resumeRun', () => client.resumeRun('1'), '/runs/1/resume', {}],
  ])('asks for %s where the backend answers it', async (_, ask, path, body) => {
    fetch.mockResolvedValue(new Response('{"answer":1}'));

    await expect(ask()).resolves.toEqual({ answer: 1 });

    const [url, init] = fetch.mock.calls[0];
    expect(url).toBe(`plugin://mesh/v1${path}`);
    expect(init?.body && JSON.parse(init.body)).toEqual(body);
    expect(init?.method).toBe(body && 'POST');
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
