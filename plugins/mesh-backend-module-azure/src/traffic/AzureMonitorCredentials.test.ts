import { AzureMonitorCredentials } from './AzureMonitorCredentials';

const hour = 60 * 60_000;

describe('AzureMonitorCredentials', () => {
  it('keeps a token until shortly before it expires', async () => {
    let time = 0;
    const getToken = jest.fn(async () => ({
      token: `token-${time}`,
      expiresOnTimestamp: time + hour,
    }));
    const credentials = AzureMonitorCredentials.create({
      clients: { getToken },
      now: () => time,
    });
    const read = () => credentials.getHeaders({ cluster: 'shop-weu' });

    expect(await read()).toEqual({ authorization: 'Bearer token-0' });
    time = hour - 6 * 60_000;
    expect(await read()).toEqual({ authorization: 'Bearer token-0' });
    time = hour - 4 * 60_000;
    expect(await read()).toEqual({ authorization: `Bearer token-${time}` });
    expect(getToken).toHaveBeenCalledTimes(2);
    expect(getToken).toHaveBeenCalledWith(
      'https://prometheus.monitor.azure.com/.default',
      undefined,
    );
  });

  it('says what to do when nothing signs in', async () => {
    const credentials = AzureMonitorCredentials.create({
      clients: {
        getToken: async () => {
          const error = new Error('secret details');
          error.name = 'CredentialUnavailableError';
          throw error;
        },
      },
    });

    await expect(credentials.getHeaders({ cluster: 'a' })).rejects.toThrow(
      /^No token for the Prometheus of cluster 'a': No Azure credential works here/,
    );
  });
});
