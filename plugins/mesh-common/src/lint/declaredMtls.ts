import { isInLabels } from './rules/read/LabelIndex';
import { toRecord, toText } from '../evaluate/readJson';
import { listPeers, peersOf } from './rules/read/peers';
import { servicesOf } from './rules/read/services';
import type { LintContext } from './types';

type Labels = Record<string, string>;
type Party = { namespace: string; labels?: Labels };

/** What is said about mutual TLS at one level: for servers, for clients. */
type Said = { server?: string; client?: string };

type Status = 'on' | 'off' | 'unsaid' | 'half';

/**
 * Whether calls to a workload present identities, by what is declared for
 * it, its namespace and the mesh, in the manner of Kiali (KIA0105). Without
 * auto-mTLS both sides have to say so.
 */
export function isMtlsDeclared(context: LintContext, party: Party): boolean {
  const ofWorkload = judgeWorkload(context, party);
  if (ofWorkload !== undefined) return ofWorkload;
  const auto = context.options.autoMtls !== false;
  const status = judgeNamespace(context, party.namespace);
  return status === 'on' || (status === 'unsaid' && auto);
}

/** Undefined when its namespace and the mesh decide. */
function judgeWorkload(
  context: LintContext,
  party: Party,
): boolean | undefined {
  const { namespace, labels = {} } = party;
  const mode = peersOf(context, namespace).find(
    peer =>
      peer.matchLabels && peer.mode && isInLabels(peer.matchLabels, labels),
  )?.mode;
  if (mode === 'STRICT') return true;
  if (mode === 'DISABLE') return false;
  const client = clientModeOf(context, party);
  if (client === 'DISABLE') return false;
  const offers = client === 'ISTIO_MUTUAL' || client === 'MUTUAL';
  return offers && mode === 'PERMISSIVE' ? true : undefined;
}

function judgeNamespace(context: LintContext, namespace: string): Status {
  const { rootNamespace, autoMtls } = context.options;
  const auto = autoMtls !== false;
  const own: Said = {
    server: serverModeOf(context, namespace),
    client: clientModes(context).get(`*.${namespace}.svc.cluster.local`),
  };
  const mesh: Said = {
    server: serverModeOf(context, rootNamespace),
    client: clientModes(context).get('*.local'),
  };
  const status = combine(own, { auto, permissive: true });
  if (status === 'on' || status === 'off') return status;
  if (status === 'unsaid') return settle(mesh, { auto, permissive: true });
  const inherited = {
    server: own.server ?? mesh.server,
    client: own.client ?? mesh.client,
  };
  return settle(inherited, { auto, permissive: false });
}

type Terms = { auto: boolean; permissive: boolean };

function combine({ server, client }: Said, terms: Terms): Status {
  const left = client === undefined && terms.auto;
  const offers = client === 'ISTIO_MUTUAL' || client === 'MUTUAL' || left;
  const accepts =
    server === 'STRICT' || (server === 'PERMISSIVE' && terms.permissive);
  if (accepts && offers) return 'on';
  if (server === 'DISABLE' && (client === 'DISABLE' || left)) return 'off';
  return server === undefined && client === undefined ? 'unsaid' : 'half';
}

/** One side alone is enough to turn it off; with auto-mTLS, to turn it on. */
function settle(said: Said, terms: Terms): Status {
  const { server, client } = said;
  const status = combine(said, terms);
  if (status !== 'half') return status;
  if (server === 'DISABLE' && client === undefined) return 'off';
  if (client === 'DISABLE' && server === undefined) return 'off';
  const offers = client === 'ISTIO_MUTUAL' || client === 'MUTUAL';
  return terms.auto && offers && server === undefined ? 'on' : 'half';
}

function serverModeOf(
  context: LintContext,
  namespace: string,
): string | undefined {
  return context.derive(readServerModes).get(namespace);
}

function readServerModes(context: LintContext): ReadonlyMap<string, string> {
  const modes = new Map<string, string>();
  for (const { namespace, matchLabels, mode } of listPeers(context)) {
    if (!matchLabels && mode && !modes.has(namespace)) {
      modes.set(namespace, mode);
    }
  }
  return modes;
}

/** A Service and its namespace, with what may follow. */
const serviceHost = /^([^.*]+\.[^.]+)(?:\.svc(?:\.cluster\.local)?)?$/;

/** By host; that of a Service is its name and its namespace. */
function clientModes(context: LintContext): ReadonlyMap<string, string> {
  return context.derive(readClientModes);
}

function readClientModes(context: LintContext): ReadonlyMap<string, string> {
  const modes = new Map<string, string>();
  for (const { metadata, spec } of context.ofKind('DestinationRule')) {
    const { host, trafficPolicy } = toRecord(spec);
    const mode = toText(toRecord(toRecord(trafficPolicy).tls).mode);
    const name = toText(host) ?? '';
    const service = name.includes('.')
      ? serviceHost.exec(name)?.[1]
      : `${name}.${metadata.namespace}`;
    const key = service ?? name;
    if (mode && !modes.has(key)) modes.set(key, mode);
  }
  return modes;
}

/**
 * What clients are told for the Services of a workload; where none is among
 * the objects, for the Service of its name.
 */
function clientModeOf(
  context: LintContext,
  { namespace, labels }: Party,
): string | undefined {
  if (!labels) return undefined;
  const modes = clientModes(context);
  if (modes.size === 0) return undefined;
  const names = servicesOf(context, namespace, labels).map(({ name }) => name);
  const alias = labels['app.kubernetes.io/name'] ?? labels.app;
  const known = context.find('Service', namespace, alias ?? '') !== undefined;
  return [...names, ...(alias !== undefined && !known ? [alias] : [])]
    .map(name => modes.get(`${name}.${namespace}`))
    .find(mode => mode !== undefined);
}
