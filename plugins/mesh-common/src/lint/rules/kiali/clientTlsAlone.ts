import { toRecord, toText } from '../../../evaluate/readJson';
import type { LintContext, ObjectRule } from '../../types';
import { listPeers } from '../read/peers';
import { sayLacking } from '../read/shown';

/** Clients offer mutual TLS; servers still take plaintext from others. */
export const clientTlsAlone: ObjectRule = {
  code: 'MW2205',
  severity: 'warning',
  summary: 'Where clients are told mutual TLS, servers insist on it',
  aliases: ['KIA0205', 'KIA0206', 'SEG-NO-STRICT'],
  check: context =>
    context.ofKind('DestinationRule', 'networking.istio.io').flatMap(object => {
      const spec = toRecord(object.spec);
      const mode = toText(toRecord(toRecord(spec.trafficPolicy).tls).mode);
      const namespace = serverNamespace(
        toText(spec.host) ?? '',
        object.metadata.namespace ?? '',
      );
      if (mode !== 'ISTIO_MUTUAL' || namespace === undefined) return [];
      if (isSaid(context, namespace)) return [];
      return [
        {
          object,
          path: 'spec/trafficPolicy/tls',
          message: `${
            sayLacking(context).among
          }ISTIO_MUTUAL is what callers of the mesh do anyway; no PeerAuthentication makes the servers of ${
            namespace ? `namespace '${namespace}'` : 'the mesh'
          } insist on it, so callers in plaintext are let in. Add a PeerAuthentication with mode STRICT; this setting can go.`,
        },
      ];
    }),
};

/** Empty for the whole mesh. */
function serverNamespace(host: string, own: string): string | undefined {
  if (host === '*.local' || host === '*.cluster.local') return '';
  if (!host.includes('.') && !host.startsWith('*')) return own;
  return /^[^.]+\.([^.]+)(\.svc(\.|$)|$)/.exec(host)?.[1];
}

function isSaid(context: LintContext, namespace: string): boolean {
  const said = context.derive(readSaid);
  return said.has(context.options.rootNamespace) || said.has(namespace);
}

function readSaid(context: LintContext): ReadonlySet<string> {
  return new Set(
    listPeers(context)
      .filter(({ mode }) => mode === 'STRICT' || mode === 'PERMISSIVE')
      .map(({ namespace }) => namespace),
  );
}
