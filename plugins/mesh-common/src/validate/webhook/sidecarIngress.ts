import type { Json } from '../schema/node';
import { findAddressProblem, findPortProblem } from '../text/address';
import { checkConnectionPool } from './connectionPool';
import type { Findings } from './Findings';
import { findUnixProblem, isUnixAddress } from './hosts';
import { isHttp, isTls } from './protocols';
import { isSet, toItems, toMessage, toName, toNumber, toString } from './read';
import { checkServerTls, serverModes } from './serverTls';
import { checkSidecarPort } from './sidecarPort';

/** Checks the listeners of a Sidecar for calls that come in. */
export function checkIngress(
  listed: readonly (Json | undefined)[],
  out: Findings,
): void {
  const used = new Set<number>();
  for (const listener of listed) {
    const port = toMessage(listener?.port);
    if (!listener) out.error('sidecar: ingress may not be null');
    else if (!port) {
      out.error('sidecar: port is required for ingress listeners');
    } else {
      const number = toNumber(port.number);
      checkListener(listener, port, out);
      if (used.has(number)) {
        out.error('sidecar: ports on IP bound listeners must be unique');
      }
      used.add(number);
    }
  }
}

function checkListener(listener: Json, port: Json, out: Findings): void {
  const number = toNumber(port.number);
  const bind = toString(listener.bind);
  const protocol = toString(port.protocol);
  checkSidecarPort(port, out);
  out.error(findPortProblem(number), bind !== '' && findAddressProblem(bind));
  checkEndpoint(toString(listener.defaultEndpoint), out);
  const tls = toMessage(listener.tls);
  if (tls) checkTls(tls, protocol, out);
  checkConnectionPool(listener.connectionPool, out);
  if (isSet(toMessage(listener.connectionPool)?.http) && !isHttp(protocol)) {
    const name = toString(port.name);
    out.warn(
      `sidecar: HTTP connection pool settings are configured for port ${number} ("${name}") but its protocol is not HTTP (${protocol}); only TCP settings will apply`,
    );
  }
}

const endpointHosts = ['', '127.0.0.1', '0.0.0.0', '::1', '::'];

function checkEndpoint(endpoint: string, out: Findings): void {
  if (endpoint === '') return;
  if (isUnixAddress(endpoint)) {
    out.error(findUnixProblem(endpoint));
    return;
  }
  const parts = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:[\]]*)$/.exec(endpoint);
  if (!parts) {
    const many = endpoint.split(':').length > 2 && !endpoint.includes('[');
    const reason = many ? 'too many colons' : 'missing port';
    out.error(`address ${endpoint}: ${reason} in address`);
    return;
  }
  if (!endpointHosts.includes(parts[1] ?? parts[2] ?? '')) {
    out.error(
      'sidecar: defaultEndpoint must be of form 127.0.0.1:<port>,0.0.0.0:<port>,[::1]:port,[::]:port,unix://filepath or unset',
    );
  }
  const port = parts[3] ?? '';
  out.error(
    /^[-+]?\d{1,10}$/.test(port)
      ? findPortProblem(Number(port))
      : `sidecar: defaultEndpoint port (${port}) is not a number`,
  );
}

function checkTls(tls: Json, protocol: string, out: Findings): void {
  const mode = toName(tls.mode, serverModes);
  const lists = (field: string) => toItems(tls[field]).length > 0;
  if (lists('subjectAltNames')) {
    out.error('sidecar: subjectAltNames is not supported in ingress tls');
  }
  if (tls.httpsRedirect === true) {
    out.error('sidecar: httpsRedirect is not supported');
  }
  if (toString(tls.credentialName) !== '') {
    out.error('sidecar: credentialName is not currently supported');
  }
  if (lists('credentialNames')) {
    out.error('sidecar: credentialNames is not currently supported');
  }
  if (lists('tlsCertificates')) {
    out.error('sidecar: tls_certificates is not currently supported');
  }
  if (mode === 'ISTIO_MUTUAL' || mode === 'AUTO_PASSTHROUGH') {
    out.error(
      `configuration is invalid: cannot set mode to ${mode} in sidecar ingress tls`,
    );
  }
  if (!isTls(protocol)) {
    out.error('server cannot have TLS settings for non HTTPS/TLS ports');
  }
  checkServerTls(tls, out);
}
