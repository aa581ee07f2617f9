import { describeIdentity, describeParty } from './describe';
import { isProxyPort, type TransportResult } from './evaluateTransport';
import type { Findings } from './findings';
import type { CallRequest, WorldOptions } from './types';

/** How the connection is opened, accepted or refused. */
export function explainTransport(
  options: WorldOptions,
  { request, transport }: Findings,
): string[] {
  const steps = [
    explainClient(options, request, transport),
    explainServer(request, transport),
    explainOutcome(options, request, transport),
  ];
  return steps.filter(step => step !== undefined);
}

const opened = {
  'mutual-tls': 'mutual TLS',
  plaintext: 'plaintext',
  'other-tls': 'TLS that is not of the mesh',
};

function explainClient(
  options: WorldOptions,
  { source, destination }: CallRequest,
  { client }: TransportResult,
): string {
  const from = describeParty(source);
  const to = describeParty(destination);
  switch (client.why) {
    case 'no-proxy':
      return `${from} presents no identity because its pod has no proxy: it sends plaintext.`;
    case 'pod-address':
      return `${from} calls a pod address: its proxy passes that through as plaintext, without an identity.`;
    case 'destination-rule':
      return `DestinationRule ${client.rule?.namespace}/${
        client.rule?.name
      } makes the proxy of ${from} open ${opened[client.opens]}.`;
    case 'auto-mtls-off':
      return `The mesh does not use mutual TLS by itself, and no DestinationRule asks for it: ${from} sends plaintext.`;
    case 'server-disables':
      return `The proxy of ${from} sends plaintext because ${to} has mutual TLS disabled.`;
    case 'server-without-proxy':
      return `The proxy of ${from} sends plaintext because ${to} has no proxy.`;
    case 'auto-mtls':
      return `The proxy of ${from} opens mutual TLS as ${describeIdentity(
        options,
        source,
      )}.`;
    default:
      return client.opens === 'mutual-tls'
        ? `${from} opens mutual TLS as ${describeIdentity(options, source)}.`
        : `${from} sends plaintext.`;
  }
}

const accepted = {
  STRICT: 'mutual TLS only',
  PERMISSIVE: 'mutual TLS and plaintext',
  DISABLE: 'plaintext only',
};

function explainServer(
  request: CallRequest,
  { server }: TransportResult,
): string | undefined {
  const { destination } = request;
  const to = describeParty(destination);
  if (!destination.inMesh) {
    return `${to} has no proxy: no AuthorizationPolicy is enforced there.`;
  }
  if (isProxyPort(request)) {
    return `Port ${destination.port} belongs to the proxy itself: policies do not apply to it.`;
  }
  return (
    server &&
    `${to} accepts ${accepted[server.mode]} on port ${destination.port} (${
      server.mode
    }, ${server.source}).`
  );
}

function explainOutcome(
  options: WorldOptions,
  { source }: CallRequest,
  { outcome, refusal }: TransportResult,
): string | undefined {
  if (outcome === 'unknown') {
    return 'Whether the server itself speaks TLS on this port is not known.';
  }
  switch (refusal) {
    case 'plaintext-to-strict':
      return 'The connection is refused: a caller without a certificate of the mesh cannot connect.';
    case 'tls-to-plaintext':
      return 'The connection fails: nothing on the other side ends this TLS.';
    case 'foreign-identity':
      return `The handshake fails: the trust domain of ${source.principal} is neither ${options.trustDomain} nor an alias of it.`;
    default:
      return undefined;
  }
}
