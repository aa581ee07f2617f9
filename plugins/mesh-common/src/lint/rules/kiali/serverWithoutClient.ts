import { toRecord, toText } from '../../../evaluate/readJson';
import type { LintContext, ObjectRule } from '../../types';
import { listPeers, type Peer } from '../read/peers';
import { plain } from '../read/plain';
import { sayLacking } from '../read/shown';

/** Without auto-mTLS clients do what DestinationRules say, or plaintext. */
export const serverWithoutClient: ObjectRule = {
  code: 'MW2207',
  severity: 'error',
  summary: 'Without auto-mTLS, clients are told what servers insist on',
  aliases: ['KIA0401', 'KIA0501', 'KIA0505', 'KIA0506'],
  check: context =>
    context.options.autoMtls === false
      ? listPeers(context)
          .filter(({ matchLabels }) => !matchLabels)
          .flatMap(peer => checkPeer(context, peer))
      : [],
};

function checkPeer(context: LintContext, { object, namespace, mode }: Peer) {
  const isMesh = namespace === context.options.rootNamespace;
  const hosts = isMesh
    ? ['*.local', '*.cluster.local']
    : [`*.${namespace}.svc.cluster.local`, '*.local', '*.cluster.local'];
  const said = hosts
    .map(host => context.derive(readModes).get(host))
    .find(found => found !== undefined);
  const wanted = mode === 'DISABLE' ? ['DISABLE'] : ['ISTIO_MUTUAL', 'MUTUAL'];
  const isRight =
    mode === 'STRICT' || mode === 'DISABLE'
      ? wanted.includes(said ?? (mode === 'DISABLE' ? 'DISABLE' : ''))
      : true;
  if (isRight) return [];
  const { among, severity } = sayLacking(context);
  return [
    {
      object,
      severity,
      path: 'spec/mtls/mode',
      message: `${among}auto-mTLS is off, and no DestinationRule for '${
        hosts[0]
      }' says ${wanted[0]}: clients ${
        said ? `are told ${said}` : 'call in plaintext'
      }, and their calls fail. Add it, or turn auto-mTLS on.`,
    },
  ];
}

function readModes(context: LintContext): ReadonlyMap<string, string> {
  return new Map(
    context
      .ofKind('DestinationRule', 'networking.istio.io')
      .flatMap(({ spec }): [string, string][] => {
        const { host, trafficPolicy } = toRecord(spec);
        const mode = toText(toRecord(toRecord(trafficPolicy).tls).mode);
        return mode ? [[plain(host), mode]] : [];
      }),
  );
}
