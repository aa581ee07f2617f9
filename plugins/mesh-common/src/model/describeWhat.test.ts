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
      { methods: ['GET', 'PUT'], paths: ['/items/{*}'] },
    ],
    ['any method /a', [http], { paths: ['/a'] }],
    ['GET', [http], { methods: ['GET'] }],
    ['TCP 5432', [tcp], undefined],
    ['HTTP 80, TCP 5432', [http, tcp], undefined],
    ['no ports', [], undefined],
  ])('says %s', (expected, ports, operation) => {
    expect(describeWhat(ports, operation)).toBe(expected);
  });
});
