import { toRecord, toRecords, toText } from '../../evaluate/readJson';
import type { MeshObject } from '../../objects';
import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { modeOf } from './read/mesh';
import { isAmbient, isInjected, namespaceLabels } from './read/namespaces';
import { targetNumbers } from './read/services';
import { resolveService, toFullHost } from './read/hosts';
import { findWorkloads, type Workload } from './read/workloads';
import { toNumber } from './read/plain';

/** Client and server are told different things, so calls fail or are open. */
export const mtlsConflict: ObjectRule = {
  code: 'MW2038',
  severity: 'error',
  summary: 'Clients speak what servers accept',
  aliases: ['SEG-MTLS-CONFLICT', 'KIA0207', 'KIA0208'],
  check: context =>
    context
      .ofKind('DestinationRule', 'networking.istio.io')
      .flatMap(object => checkRule(context, object)),
};

type Said = { path: string; mode: string; port?: number };

function checkRule(context: LintContext, object: MeshObject): RuleFinding[] {
  const spec = toRecord(object.spec);
  const host = toText(spec.host) ?? '';
  return listSaid(spec).flatMap(said => {
    const why = judge(context, { object, host, said });
    const message =
      why && `Clients of '${host}' are told tls mode ${said.mode}, but ${why}`;
    return message ? [{ object, path: said.path, message }] : [];
  });
}

function listSaid(spec: Record<string, unknown>): Said[] {
  return [
    ...readPolicy(toRecord(spec.trafficPolicy), 'spec/trafficPolicy'),
    ...toRecords(spec.subsets).flatMap(({ trafficPolicy }, index) =>
      readPolicy(
        toRecord(trafficPolicy),
        `spec/subsets[${index}]/trafficPolicy`,
      ),
    ),
  ];
}

function readPolicy(policy: Record<string, unknown>, path: string): Said[] {
  const mode = toText(toRecord(policy.tls).mode);
  return [
    ...(mode ? [{ path: `${path}/tls`, mode }] : []),
    ...toRecords(policy.portLevelSettings).flatMap((setting, index) => {
      const ofPort = toText(toRecord(setting.tls).mode);
      const port = toNumber(toRecord(setting.port).number);
      const at = `${path}/portLevelSettings[${index}]/tls`;
      return ofPort ? [{ path: at, mode: ofPort, port }] : [];
    }),
  ];
}

type Question = { object: MeshObject; host: string; said: Said };

function judge(context: LintContext, question: Question): string | undefined {
  const { object, host, said } = question;
  const { namespace = '' } = object.metadata;
  const service = resolveService(context, host, namespace);
  if (service) {
    const { labels } = service;
    const port = service.ports.find(({ number }) => number === said.port);
    const [target] = port ? targetNumbers(context, service, port) : [];
    const party = { namespace: service.namespace, labels, port: target };
    const [outside] = findWorkloads(context, service.namespace, labels).filter(
      workload => hasNoProxy(context, workload),
    );
    if (outside && /MUTUAL$/.test(said.mode)) {
      return `workload '${outside.name}' has no proxy and cannot answer: calls fail. Give it a proxy, or set the mode to DISABLE.`;
    }
    return outside ? undefined : compareModes(said, modeOf(context, party));
  }
  const wide = /^\*\.([^.]+)\.svc\./.exec(toFullHost(host, namespace))?.[1];
  if (wide === undefined && host !== '*.local') return undefined;
  const where = wide ?? context.options.rootNamespace;
  return compareModes(said, modeOf(context, { namespace: where, labels: {} }));
}

function compareModes(
  { mode }: Said,
  server: { mode: string; source: string },
): string | undefined {
  if (server.mode === 'STRICT' && mode !== 'ISTIO_MUTUAL') {
    return mode === 'MUTUAL'
      ? undefined
      : `${server.source} makes the server STRICT: every call is refused. Remove the tls settings; proxies find out by themselves.`;
  }
  return server.mode === 'DISABLE' && mode !== 'DISABLE'
    ? `${server.source} sets the server to DISABLE: every call fails. Remove the tls settings, or set the server to STRICT.`
    : undefined;
}

function hasNoProxy(
  context: LintContext,
  { namespace, labels, annotations }: Workload,
): boolean {
  const said =
    labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'];
  const ofNamespace = namespaceLabels(context, namespace);
  if (said !== undefined) return said === 'false';
  return isInjected(ofNamespace) === false && !isAmbient(ofNamespace);
}
