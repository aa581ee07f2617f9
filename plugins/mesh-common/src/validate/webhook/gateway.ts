import type { Json } from '../schema/node';
import { findAddressProblem, findPortProblem } from '../text/address';
import { isDnsLabel } from '../text/names';
import type { Findings } from './Findings';
import { checkNamespacedHost, findUnixProblem, isUnixAddress } from './hosts';
import { isHttp, isKnownProtocol, isTls } from './protocols';
import {
  toItems,
  toMessage,
  toMessages,
  toName,
  toNumber,
  toString,
} from './read';
import { checkServerTls, serverModes } from './serverTls';
import type { Check } from './types';

/** Set on Gateways that stand for one of the Gateway API. */
const SEMANTICS = 'internal.istio.io/gateway-semantics';

/** What the control plane's webhook says to a Gateway. */
export const checkGateway: Check = ({ name, annotations, spec }, out) => {
  const fromApi = annotations[SEMANTICS] === 'gateway';
  if (!isDnsLabel(name) && !fromApi)
    out.error(`invalid gateway name: "${name}"`);
  const servers = toMessages(spec.servers);
  if (servers.length === 0) out.error('gateway must have at least one server');
  for (const server of servers) checkServer(server, fromApi, out);
  const names = new Set<string>();
  for (const server of servers) {
    const port = toMessage(server?.port);
    if (!server || !port) continue;
    const portName = toString(port.name);
    if (names.has(portName)) {
      out.error(
        `port names in servers must be unique: duplicate name ${portName}`,
      );
    }
    names.add(portName);
    const redirects = toMessage(server.tls)?.httpsRedirect === true;
    if (redirects && !isHttp(toString(port.protocol))) {
      out.warn('tls.httpsRedirect should only be used with http servers');
    }
  }
};

function checkServer(
  server: Json | undefined,
  fromApi: boolean,
  out: Findings,
): void {
  if (!server) {
    out.error('cannot have nil server');
    return;
  }
  const hosts = toItems(server.hosts);
  if (hosts.length === 0) {
    out.error('server config must contain at least one host');
  }
  for (const host of hosts) {
    checkNamespacedHost(host, { ofGateway: true, fromApi }, out);
  }
  const port = toMessage(server.port);
  const bind = toString(server.bind);
  const before = out.errors.length;
  checkPort(port, bind, out);
  const sound = out.errors.length === before;
  checkBind(port, bind, out);
  const tls = toMessage(server.tls);
  if (tls) checkServerTls(tls, out);
  if (sound) out.error(findTlsProblem(toString(port?.protocol), tls));
}

function checkPort(port: Json | undefined, bind: string, out: Findings): void {
  if (!port) {
    out.error('port is required');
    return;
  }
  const protocol = toString(port.protocol);
  if (!isKnownProtocol(protocol)) {
    out.error(
      `invalid protocol "${protocol}", supported protocols are HTTP, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP`,
    );
  }
  const number = toNumber(port.number);
  if (number > 0 || !isUnixAddress(bind)) out.error(findPortProblem(number));
  if (toNumber(port.targetPort) > 0) {
    out.error('targetPort has no impact on Gateways');
  }
  if (toString(port.name) === '') out.error('port name must be set');
}

function checkBind(port: Json | undefined, bind: string, out: Findings): void {
  if (!isUnixAddress(bind)) {
    if (bind !== '') out.error(findAddressProblem(bind));
    return;
  }
  out.error(findUnixProblem(bind));
  if (toNumber(port?.number) !== 0) {
    out.error('port number must be 0 for unix domain socket');
  }
}

/** What is wrong with having, or not having, TLS settings. */
function findTlsProblem(
  protocol: string,
  tls: Json | undefined,
): string | undefined {
  if (isTls(protocol)) {
    return tls
      ? undefined
      : 'server must have TLS settings for HTTPS/TLS protocols';
  }
  if (!tls) return undefined;
  if (!isHttp(protocol)) {
    return 'server cannot have TLS settings for non HTTPS/TLS ports';
  }
  const mode = toName(tls.mode, serverModes);
  const certificates = ['caCertificates', 'privateKey', 'serverCertificate'];
  // Only a redirect to HTTPS is allowed there.
  const redirects =
    (mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH') &&
    certificates.every(field => toString(tls[field]) === '');
  return redirects
    ? undefined
    : 'server cannot have TLS settings for plain text HTTP ports';
}
