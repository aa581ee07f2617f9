import type { JsonObject } from '@backstage/types';
import { invalidCredential } from './invalidCredential';
import { referencedResourceNotFound } from './referencedResourceNotFound';
import { find, object, pod } from './__testUtils__/objects';

const gateway = (
  name: string,
  server: JsonObject,
  selector: JsonObject = { istio: 'in' },
) =>
  object(`Gateway ${name}`, {
    selector,
    servers: [{ hosts: ['a.com'], port: { number: 443 }, ...server }],
  });
const ingress = pod('edge/in', { istio: 'in', app: 'in' });

describe('invalidCredential', () => {
  // Made for this test: CN=shop.example.com, valid from 2026-11-25 to 2036-11-22.
  const pem = `-----BEGIN CERTIFICATE-----
MIIBizCCATGgAwIBAgIUI90D2GO22BrIUu9D1qAcs7SKVO8wCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTAeFw0yNjExMjUxOTM2MDlaFw0z
NjExMjIxOTM2MDlaMBsxGTAXBgNVBAMMEHNob3AuZXhhbXBsZS5jb20wWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAASHhmaMlQAtfX/fzVJ7PF+0FwauDMxCClf5UviL
xNlbioGKszYqsGGoL3qnuBXMPnH7vl00q/UQklJ+IzT+NU0fo1MwUTAdBgNVHQ4E
FgQUqr2IzvsjMfk+Y7EAQ6dET94r+80wHwYDVR0jBBgwFoAUqr2IzvsjMfk+Y7EA
Q6dET94r+80wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAdZ9qF
B9cnzt0PQga/fCPjitSayL5xda0HnQFZvuNKSwIhAOHr39wfnIGwtblFN59rDGOD
qoDViZsZUc6U883heNsc
-----END CERTIFICATE-----
`;
  const base64 = (text: string) => btoa(text);
  const secret = (data: Record<string, string>, fields: object = { data }) =>
    object('Secret edge/c', {}, { fields });
  const tls = gateway('e/g', { tls: { mode: 'SIMPLE', credentialName: 'c' } });
  const check = (item: ReturnType<typeof object>, now?: string) =>
    find(invalidCredential, [ingress, tls, item], { now });
  const bad = ['Gateway e/g spec/servers[0]/tls/credentialName'];
  const key = base64('key');

  it.each([
    ['a certificate and a key', { 'tls.crt': base64(pem), 'tls.key': key }, []],
    ['their old names', { cert: base64(pem), key }, []],
    ['no key', { 'tls.crt': base64(pem) }, bad],
    ['an empty key', { 'tls.crt': base64(pem), 'tls.key': '' }, bad],
    ['nothing', {}, bad],
    ['other text', { 'tls.crt': base64('cert'), 'tls.key': key }, bad],
    ['no Base64', { 'tls.crt': '%', 'tls.key': key }, bad],
    [
      'a broken certificate',
      { 'tls.crt': base64(pem.replace('MII', 'AAA')), 'tls.key': key },
      bad,
    ],
  ])('looks into a Secret with %s', (_, data, expected) => {
    expect(check(secret(data))).toEqual(expected);
  });

  it.each([
    ['2026-11-24T00:00:00Z', bad],
    ['2026-11-26T00:00:00Z', []],
    ['2036-11-21T00:00:00Z', []],
    ['2036-11-23T00:00:00Z', bad],
    [undefined, []],
  ])('asks at %s whether the certificate is valid', (now, expected) => {
    const data = { 'tls.crt': base64(pem), 'tls.key': key };
    expect(check(secret(data), now)).toEqual(expected);
  });

  it('reads what a manifest writes as plain text', () => {
    const stringData = { 'tls.crt': pem, 'tls.key': 'key' };
    expect(check(secret({}, { stringData }))).toEqual([]);
  });

  it('leaves what is missing to another rule', () => {
    const other = object('Secret edge/d');
    expect(check(other)).toEqual([]);
    expect(find(referencedResourceNotFound, [ingress, tls, other])).toEqual(
      bad,
    );
    // Nobody was allowed to read Secrets.
    expect(find(referencedResourceNotFound, [ingress, tls])).toEqual([]);
  });
});
