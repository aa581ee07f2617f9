import type { MeshObject } from '../../../objects';
import { toRecords, toText } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { toNumber } from './numbers';
import { core, labelsOf, specOf, type Fields } from './objects';

/** A port of a Service whose protocol Istio cannot tell from its name. */
export type UnnamedPort = {
  object: MeshObject;
  path: string;
  name: string;
  port: number;
  isExternalName: boolean;
};

const protocols = new Set([
  'tcp',
  'udp',
  'grpc',
  'grpc-web',
  'http',
  'http_proxy',
  'http2',
  'https',
  'tls',
  'mongo',
  'redis',
  'mysql',
]);
const appProtocols = new Set([
  'kubernetes.io/h2c',
  'kubernetes.io/ws',
  'kubernetes.io/wss',
]);
/** Mail, DNS, MySQL, MongoDB: never sniffed, TCP unless said otherwise. */
const wellKnownPorts = new Set([25, 53, 3306, 27017]);
const controllers = new Set([
  'istio.io-gateway-controller',
  'istio.io-mesh-controller',
  'istio.io-eastwest-controller',
]);

/** Ports without a protocol; derive it from the context. */
export function listUnnamedPorts(context: LintContext): UnnamedPort[] {
  return core(context, 'Service')
    .filter(service => !isIstios(service))
    .flatMap(object => {
      const isExternalName = specOf(object).type === 'ExternalName';
      return toRecords(specOf(object).ports)
        .map((fields, index) => ({
          object,
          path: `spec/ports[${index}]`,
          name: toText(fields.name) ?? '',
          port: toNumber(fields.port),
          isExternalName,
          fields,
        }))
        .filter(
          ({ fields, name }) =>
            !hasProtocol(fields) || (isExternalName && name === 'tcp'),
        );
    });
}

/** The control plane, and what it makes for gateways: no work of people. */
function isIstios(service: MeshObject): boolean {
  const labels = labelsOf(service);
  return (
    labels.istio !== undefined ||
    labels.release === 'istio' ||
    controllers.has(labels['gateway.istio.io/managed'] ?? '')
  );
}

function hasProtocol(port: Fields): boolean {
  if (port.protocol === 'UDP') return true;
  const appProtocol = toText(port.appProtocol);
  if (appProtocol !== undefined && appProtocols.has(appProtocol)) return true;
  const name = (appProtocol ?? toText(port.name) ?? '').toLowerCase();
  const [prefix = ''] = name.split('-');
  return (
    name.startsWith('grpc-web') ||
    protocols.has(prefix) ||
    wellKnownPorts.has(toNumber(port.port))
  );
}
