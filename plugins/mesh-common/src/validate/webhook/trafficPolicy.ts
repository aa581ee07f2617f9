import type { Json } from '../schema/node';
import { findAddressProblem, findPortProblem } from '../text/address';
import { findNameProblem } from '../text/names';
import { checkClientTls } from './clientTls';
import { checkConnectionPool } from './connectionPool';
import { findDurationProblem } from './durations';
import type { Findings } from './Findings';
import { checkLoadBalancer } from './loadBalancer';
import { isSet, toMessage, toMessages, toNumber, toString } from './read';

const parts = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls'];

const wholeParts = [...parts, 'tunnel', 'proxyProtocol', 'retryBudget'];

/** Checks what clients of a service do. */
export function checkTrafficPolicy(
  given: unknown,
  namespace: string,
  out: Findings,
): void {
  const policy = toMessage(given);
  if (!policy) return;
  const ports = toMessages(policy.portLevelSettings);
  if (ports.length === 0 && !wholeParts.some(part => isSet(policy[part]))) {
    out.error('traffic policy must have at least one field');
    return;
  }
  if (isSet(policy.tunnel) && isSet(policy.proxyProtocol)) {
    out.error('tunnel and proxyProtocol must not be set together');
    return;
  }
  checkParts(policy, namespace, out);
  for (const settings of ports) {
    out.errorsOf(part => checkPortPolicy(settings, namespace, part));
  }
  checkTunnel(toMessage(policy.tunnel), out);
}

function checkParts(policy: Json, namespace: string, out: Findings): void {
  checkOutliers(toMessage(policy.outlierDetection), out);
  checkConnectionPool(policy.connectionPool, out);
  checkLoadBalancer(policy.loadBalancer, isSet(policy.outlierDetection), out);
  checkClientTls(policy.tls, namespace, out);
}

function checkPortPolicy(
  settings: Json | undefined,
  namespace: string,
  out: Findings,
): void {
  if (!settings) {
    out.error('traffic policy may not be null');
    return;
  }
  if (!isSet(settings.port)) {
    out.error('portTrafficPolicy must have valid port');
  }
  if (parts.some(part => isSet(settings[part]))) {
    checkParts(settings, namespace, out);
  } else {
    out.error('port traffic policy must have at least one field');
  }
}

function checkTunnel(tunnel: Json | undefined, out: Findings): void {
  if (!tunnel) return;
  if (!['', 'CONNECT', 'POST'].includes(toString(tunnel.protocol))) {
    out.error('tunnel protocol must be "CONNECT" or "POST"');
  }
  const host = toString(tunnel.targetHost);
  const noName = findNameProblem(host);
  const noAddress = findAddressProblem(host);
  if (noName && noAddress) {
    out.error(
      `tunnel target host must be valid FQDN or IP address: ${noName}; ${noAddress}`,
    );
  }
  const noPort = findPortProblem(toNumber(tunnel.targetPort));
  if (noPort) out.error(`tunnel target port is invalid: ${noPort}`);
}

function checkOutliers(outliers: Json | undefined, out: Findings): void {
  if (!outliers) return;
  out.error(findDurationProblem(outliers.baseEjectionTime));
  if (toNumber(outliers.consecutiveErrors) !== 0) {
    out.warn(
      'outlier detection consecutive errors is deprecated, use consecutiveGatewayErrors or consecutive5xxErrors instead',
    );
  }
  if (
    outliers.splitExternalLocalOriginErrors !== true &&
    toNumber(outliers.consecutiveLocalOriginFailures) > 0
  ) {
    out.error(
      'outlier detection consecutive local origin failures is specified, but split external local origin errors is set to false',
    );
  }
  out.error(findDurationProblem(outliers.interval));
  for (const field of ['maxEjectionPercent', 'minHealthPercent']) {
    const value = toNumber(outliers[field]);
    if (value < 0 || value > 100) {
      out.error(`percentage ${value} is not in range 0..100`);
    }
  }
}
