import { describeWhat } from './describeWhat';

const http = {
  name: 'h',
  port: 80,
  targetPort: 8080,
  protocol: 'http' as const,
};
const tcp = { name: 't', port: 5432, targetPort: 1, protocol: 'tcp' as const };

describe('describeWhat', () => {
  it.each([
    [
      'GET, PUT /items/{*}',
      [http],
      [{ methods: ['GET', 'PUT'], paths: ['/items/{*}'] }],
    ],
    ['any method /a', [http], [{ paths: ['/a'] }]],
    ['GET', [http], [{ methods: ['GET'] }]],
    [
      'GET /a, /b, /c and 2 more; POST',
      [http],
      [
        { methods: ['GET'], paths: ['/a', '/b', '/c', '/d', '/e'] },
        { methods: ['POST'] },
      ],
    ],
    [
      'GET; POST; PUT and 1 more',
      [http],
      ['GET', 'POST', 'PUT', 'DELETE'].map(method => ({ methods: [method] })),
    ],
    ['TCP 5432', [tcp], undefined],
    ['HTTP 80, TCP 5432', [http, tcp], undefined],
    ['no ports', [], undefined],
  ])('says %s', (expected, ports, operations) => {
    expect(describeWhat(ports, operations)).toBe(expected);
  });
});
