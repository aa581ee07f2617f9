import type { JsonObject } from '@backstage/types';
import { PARTS } from './gatewayParts';

type To = (kind: string, name: string) => { id: string };

const FIRST_PRIORITY = 100;
const FIRST_REDIRECT = 10_000;

/**
 * Listeners for explicit hosts only: whatever else is asked for reaches
 * nothing. Plain HTTP only redirects.
 */
export function buildListeners(hosts: readonly string[], to: To): JsonObject {
  const ordered = [...hosts].sort(bySpecificity);
  return {
    httpListeners: ordered.flatMap(host => [
      buildListener(host, 'Https', to),
      buildListener(host, 'Http', to),
    ]),
    redirectConfigurations: ordered.map(host => ({
      name: partName('redirect', host),
      properties: {
        redirectType: 'Permanent',
        targetListener: to('httpListeners', partName('https', host)),
        includePath: true,
        includeQueryString: true,
      },
    })),
    requestRoutingRules: ordered.flatMap((host, index) => [
      {
        name: partName('https', host),
        properties: {
          ruleType: 'Basic',
          priority: FIRST_PRIORITY + index,
          httpListener: to('httpListeners', partName('https', host)),
          backendAddressPool: to('backendAddressPools', PARTS.pool),
          backendHttpSettings: to(
            'backendHttpSettingsCollection',
            PARTS.settings,
          ),
        },
      },
      {
        name: partName('http', host),
        properties: {
          ruleType: 'Basic',
          priority: FIRST_REDIRECT + index,
          httpListener: to('httpListeners', partName('http', host)),
          redirectConfiguration: to(
            'redirectConfigurations',
            partName('redirect', host),
          ),
        },
      },
    ]),
  };
}

function buildListener(
  host: string,
  protocol: 'Http' | 'Https',
  to: To,
): JsonObject {
  const isSecure = protocol === 'Https';
  const port = isSecure ? PARTS.https : PARTS.http;
  return {
    name: partName(port, host),
    properties: {
      protocol,
      hostNames: [host],
      frontendIPConfiguration: to('frontendIPConfigurations', PARTS.frontend),
      frontendPort: to('frontendPorts', port),
      ...(isSecure && {
        requireServerNameIndication: true,
        sslCertificate: to('sslCertificates', PARTS.certificate),
      }),
    },
  };
}

/** Names first, so that no wildcard takes what is theirs. */
function bySpecificity(a: string, b: string): number {
  const wild = Number(a.startsWith('*')) - Number(b.startsWith('*'));
  return wild || b.length - a.length || (a < b ? -1 : Number(a > b));
}

/** For example `https-any.shop.example.com`. */
function partName(kind: string, host: string): string {
  return `${kind}-${host.replace(/^\*/, 'any')}`.slice(0, 80);
}
