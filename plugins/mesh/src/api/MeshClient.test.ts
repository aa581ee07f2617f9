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
