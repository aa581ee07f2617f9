import type { Json } from '../schema/node';
import { findAddressProblem, findPortProblem } from '../text/address';
import { findNameProblem } from '../text/names';
import { checkConnectionPool } from './connectionPool';
import { checkDestination } from './destination';
import type { Findings } from './Findings';
import { findUnixProblem, isUnixAddress } from './hosts';
import {
  isSet,
  toMessage,
  toMessages,
  toName,
  toNumber,
  toString,
} from './read';
import { checkWorkloadSelector } from './selectors';
import { checkEgressHosts } from './sidecarHosts';
import { checkIngress } from './sidecarIngress';
import { checkSidecarPort } from './sidecarPort';
import type { Check } from './types';

const others = ['outboundTrafficPolicy', 'inboundConnectionPool'];

/** What the control plane's webhook says to a Sidecar. */
export const checkSidecar: Check = ({ spec, namespace }, out) => {
  if (!checkWorkloadSelector(spec.workloadSelector, 'sidecar', out)) return;
  const ingress = toMessages(spec.ingress);
  const egress = toMessages(spec.egress);
  const says = others.some(field => isSet(spec[field]));
  if (ingress.length + egress.length === 0 && !says) {
    out.error('sidecar: empty configuration provided');
    return;
  }
  checkIngress(ingress, out);
  checkConnectionPool(spec.inboundConnectionPool, out);
  checkEgress(egress, namespace, out);
  checkOutbound(toMessage(spec.outboundTrafficPolicy), out);
};

function checkEgress(
  listed: readonly (Json | undefined)[],
  namespace: string,
  out: Findings,
): void {
  const used = new Set<unknown>();
  listed.forEach((listener, at) => {
    if (!listener) {
      out.error('egress listener may not be null');
      return;
    }
    const port = toMessage(listener.port);
    if (port) checkEgressPort(listener, port, { used, out });
    else if (at < listed.length - 1) {
      out.error(
        'sidecar: the egress listener with empty port should be the last listener in the list',
      );
    }
    checkEgressHosts(listener.hosts, namespace, out);
  });
}

const captureModes = ['DEFAULT', 'IPTABLES', 'NONE'];

function checkEgressPort(
  listener: Json,
  port: Json,
  { used, out }: { used: Set<unknown>; out: Findings },
): void {
  const bind = toString(listener.bind);
  const number = toNumber(port.number);
  checkSidecarPort(port, out);
  if (number === 0) {
    if (isUnixAddress(bind)) out.error(findUnixProblem(bind));
    else {
      out.error(
        'sidecar: ports with 0 value must have a unix domain socket bind address',
      );
    }
    if (toName(listener.captureMode, captureModes) === 'IPTABLES') {
      out.error(
        'sidecar: captureMode must be DEFAULT/NONE for unix domain socket listeners',
      );
    }
  } else {
    out.error(findPortProblem(number));
    if (bind !== '') out.error(findAddressProblem(bind));
  }
  const key = number === 0 ? bind : number;
  if (used.has(key)) {
    out.error(
      number === 0
        ? 'sidecar: unix domain socket values for listeners must be unique'
        : 'sidecar: ports on IP bound listeners must be unique',
    );
  }
  used.add(key);
}

const outboundModes = ['REGISTRY_ONLY', 'ALLOW_ANY', 'ALLOW_ANY_DYNAMIC_DNS'];

function checkOutbound(policy: Json | undefined, out: Findings): void {
  const proxy = toMessage(policy?.egressProxy);
  const mode = toName(policy?.mode, outboundModes);
  if (mode === 'ALLOW_ANY_DYNAMIC_DNS') {
    out.error(
      'sidecar: ALLOW_ANY_DYNAMIC_DNS mode is only supported in MeshConfig, not in Sidecar resource',
    );
    return;
  }
  if (!proxy) return;
  if (mode !== 'ALLOW_ANY') {
    out.error(
      'sidecar: egress_proxy must be set only with ALLOW_ANY outbound_traffic_policy mode',
    );
    return;
  }
  out.error(findNameProblem(toString(proxy.host)));
  if (isSet(proxy.port)) checkDestination(proxy, out);
  else out.error('sidecar: egress_proxy port must be non-nil');
}
