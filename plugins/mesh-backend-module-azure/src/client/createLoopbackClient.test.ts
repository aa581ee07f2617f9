import {
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type PipelineRequest,
} from '@azure/core-rest-pipeline';
import { createLoopbackClient } from './createLoopbackClient';

describe('createLoopbackClient', () => {
  const sent: PipelineRequest[] = [];
  const inner: HttpClient = {
    async sendRequest(request) {
      sent.push({ ...request });
      return { request, status: 200, headers: createHttpHeaders() };
    },
  };
  const client = createLoopbackClient(new URL('http://127.0.0.1:3903'), inner);

  beforeEach(() => {
    sent.length = 0;
  });

  it('sends requests for Azure to loopback, past every proxy', async () => {
    const url = 'https://management.azure.com/subscriptions?api-version=1';
    const request = createPipelineRequest({
      url,
      proxySettings: { host: 'http://proxy.test', port: 3128 },
    });

    await client.sendRequest(request);

    expect(sent).toEqual([
      expect.objectContaining({
        url: 'http://127.0.0.1:3903/subscriptions?api-version=1',
        allowInsecureConnection: true,
        proxySettings: undefined,
      }),
    ]);
    expect(request).toMatchObject({ url, allowInsecureConnection: false });
    expect(request.proxySettings).toBeDefined();
  });

  it.each([
    'https://login.microsoftonline.com/tenant',
    'https://management.azure.com.evil.test/x',
  ])('leaves %s alone', async url => {
    await client.sendRequest(createPipelineRequest({ url }));

    expect(sent[0]).toMatchObject({ url, allowInsecureConnection: false });
  });
});
