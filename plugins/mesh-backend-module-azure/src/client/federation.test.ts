import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
} from '@azure/core-rest-pipeline';
import { AzureClients } from './AzureClients';

const scope = '6dae42f8-4368-4678-94ff-3960e28e3630/.default';
const MINUTE = 60_000;

/** What a process has that Azure's workload identity webhook has seen. */
const environment = {
  AZURE_TENANT_ID: '00000000-0000-0000-0000-00000000000a',
  AZURE_CLIENT_ID: '00000000-0000-0000-0000-00000000000b',
  AZURE_TOKEN_CREDENTIALS: 'WorkloadIdentityCredential',
};

/** Microsoft Entra ID, as far as it gives tokens for assertions. */
function createEntra() {
  const assertions: string[] = [];
  const httpClient: HttpClient = {
    async sendRequest(request: PipelineRequest) {
      const headers = createHttpHeaders({ 'content-type': 'application/json' });
      const url = new URL(request.url);
      expect(url.hostname).toBe('login.microsoftonline.com');
      if (!url.pathname.endsWith('/oauth2/v2.0/token')) {
        const bodyAsText = '{"error":"not_found"}';
        return { request, headers, status: 404, bodyAsText };
      }
      const form = new URLSearchParams(String(request.body));
      const assertion = form.get('client_assertion') ?? '';
      assertions.push(assertion);
      const bodyAsText = JSON.stringify({
        token_type: 'Bearer',
        access_token: `for ${assertion}`,
        expires_in: 3600,
      });
      return { request, headers, status: 200, bodyAsText };
    },
  };
  return { httpClient, assertions };
}

describe('workload identity federation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'federation-'));
  const file = join(folder, 'token');
  const before = { ...process.env };

  beforeAll(() => {
    Object.assign(process.env, environment, {
      AZURE_FEDERATED_TOKEN_FILE: file,
    });
  });
  beforeEach(() => {
    jest.useFakeTimers({
      now: new Date('2027-01-01T12:00:00Z'),
      doNotFake: [
        'nextTick',
        'queueMicrotask',
        'setImmediate',
        'setInterval',
        'setTimeout',
        'clearImmediate',
        'clearInterval',
        'clearTimeout',
        'performance',
      ],
    });
  });
  afterEach(() => jest.useRealTimers());
  afterAll(() => {
    process.env = before;
    rmSync(folder, { recursive: true });
  });

  it('reads the token file anew once it was rotated', async () => {
    const { httpClient, assertions } = createEntra();
    const clients = AzureClients.create({}, { httpClient });
    const read = async () => (await clients.getToken(scope)).token;

    writeFileSync(file, 'first');
    const tokens = [await read(), await read()];
    writeFileSync(file, 'second');
    jest.setSystemTime(Date.now() + 61 * MINUTE);
    tokens.push(await read());

    expect(tokens).toEqual(['for first', 'for first', 'for second']);
    expect(assertions).toEqual(['first', 'second']);
  });

  it('says what is wrong when the file is gone', async () => {
    const { httpClient } = createEntra();
    rmSync(file);
    const clients = AzureClients.create({}, { httpClient });

    await expect(clients.getToken(scope)).rejects.toThrow(/token/);
  });
});
