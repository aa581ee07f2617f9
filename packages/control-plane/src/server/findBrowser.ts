import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = /^(127\.0\.0\.1|localhost)(:\d+)?$/;

/**
 * Keeps web pages away from a server where everybody is the administrator; says
 * why a request is refused that has an `Origin` (scripts of other sites), or
 * came by a host name that is not loopback's own (DNS rebinding).
 */
export function findBrowser(headers: IncomingHttpHeaders): string | undefined {
  if (headers.origin !== undefined) {
    return 'Requests of web pages are refused';
  }
  return LOOPBACK.test(headers.host ?? '')
    ? undefined
    : 'This server answers on 127.0.0.1 only';
}
