import { parseDuration } from '../text/duration';
import type { Json } from '../schema/node';
import { findDurationProblem } from './durations';
import type { Findings } from './Findings';
import { isSet, toMessage, toNumber } from './read';

const MILLISECOND = 1e6;

/** Checks the limits of connections. */
export function checkConnectionPool(given: unknown, out: Findings): void {
  const pool = toMessage(given);
  if (!pool) return;
  const http = toMessage(pool.http);
  const tcp = toMessage(pool.tcp);
  if (!http && !tcp) {
    out.error('connection pool must have at least one field');
  }
  if (http) checkHttp(http, out);
  if (tcp) checkTcp(tcp, out);
}

const counts: Readonly<Record<string, string>> = {
  http1MaxPendingRequests: 'http1 max pending requests',
  http2MaxRequests: 'http2 max requests',
  maxRequestsPerConnection: 'max requests per connection',
  maxRetries: 'max retries',
  maxConcurrentStreams: 'max concurrent streams',
};

function checkHttp(http: Json, out: Findings): void {
  for (const [field, name] of Object.entries(counts)) {
    if (toNumber(http[field]) < 0) out.error(`${name} must be non-negative`);
  }
  out.error(findDurationProblem(http.idleTimeout));
  const upgrades =
    http.h2UpgradePolicy === 'UPGRADE' || http.h2UpgradePolicy === 2;
  if (upgrades && http.useClientProtocol === true) {
    out.error(
      'use client protocol must not be true when H2UpgradePolicy is UPGRADE',
    );
  }
  const keepAlive = toMessage(http.http2KeepAlive);
  if (!keepAlive) return;
  for (const field of ['interval', 'timeout']) {
    out.error(
      isSet(keepAlive[field])
        ? findDurationProblem(keepAlive[field])
        : `http2 keepalive ${field} is required`,
    );
  }
}

function checkTcp(tcp: Json, out: Findings): void {
  if (toNumber(tcp.maxConnections) < 0) {
    out.error('max connections must be non-negative');
  }
  out.error(
    findDurationProblem(tcp.connectTimeout),
    findDurationProblem(tcp.maxConnectionDuration),
  );
  // Zero turns the timeout off; less than a millisecond counts as zero.
  const idle = parseDuration(String(tcp.idleTimeout ?? '0')) ?? 0;
  if (Math.trunc(idle / MILLISECOND) !== 0) {
    out.error(findDurationProblem(tcp.idleTimeout));
  }
  const keepalive = toMessage(tcp.tcpKeepalive);
  out.error(
    findDurationProblem(keepalive?.time),
    findDurationProblem(keepalive?.interval),
  );
}
