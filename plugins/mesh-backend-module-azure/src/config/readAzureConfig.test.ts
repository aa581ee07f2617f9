import { ConfigReader } from '@backstage/config';
import { readAzureConfig } from './readAzureConfig';

const read = (azure?: Record<string, string>) =>
  readAzureConfig(new ConfigReader({ mesh: { ...(azure && { azure }) } }));

describe('readAzureConfig', () => {
  it('needs nothing', () => {
    const { pricesUrl, ...rest } = read();
    expect(rest).toEqual({});
    expect(pricesUrl?.href).toBe('https://prices.azure.com/api/retail/prices');
  });

  it('asks another list for prices, or none', () => {
    const pricesOf = (prices: boolean | { url: string }) =>
      readAzureConfig(new ConfigReader({ mesh: { azure: { prices } } }))
        .pricesUrl?.href;
    expect(pricesOf(false)).toBeUndefined();
    expect(pricesOf({ url: 'http://127.0.0.1:1/a' })).toBe(
      'http://127.0.0.1:1/a',
    );
    expect(() => pricesOf({ url: 'http://a.test/' })).toThrow(
      /mesh\.azure\.prices\.url/,
    );
  });

  it.each([
    'https://management.usgovcloudapi.net',
    'http://127.0.0.1:3903',
    'http://localhost:3903',
    'http://[::1]:3903',
  ])('accepts %s', url => {
    expect(read({ resourceManagerUrl: url }).resourceManagerUrl).toEqual(
      new URL(url),
    );
  });

  it.each([
    'http://management.azure.com',
    'http://127.0.0.1.evil.test',
    'http://127.0.0.1@evil.test',
    'ftp://127.0.0.1',
    'management.azure.com',
  ])('refuses %s, because tokens go there', url => {
    expect(() => read({ resourceManagerUrl: url })).toThrow(
      `mesh.azure.resourceManagerUrl: '${url}'`,
    );
  });
});
