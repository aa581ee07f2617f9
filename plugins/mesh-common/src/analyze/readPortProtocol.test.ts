import { readPortProtocol } from './readPortProtocol';

describe('readPortProtocol', () => {
  it.each([
    [{ name: 'http' }, 'http'],
    [{ name: 'HTTP-metrics' }, 'http'],
    [{ name: 'grpc-web-ui' }, 'grpc'],
    [{ name: 'grpc-webbed' }, 'grpc'],
    [{ name: 'httpish' }, 'unknown'],
    [{ name: 'tcp-postgres' }, 'tcp'],
    [{ name: 'constructor' }, 'unknown'],
    [{ name: 'http', appProtocol: 'tcp' }, 'tcp'],
    [{ name: 'http', appProtocol: 'example.com/own' }, 'unknown'],
    [{ appProtocol: 'kubernetes.io/ws' }, 'http'],
    [{ appProtocol: 'kubernetes.io/wss' }, 'tls'],
    [{}, 'unknown'],
  ])('takes %j for %s', (port, protocol) => {
    expect(readPortProtocol(port)).toBe(protocol);
  });
});
