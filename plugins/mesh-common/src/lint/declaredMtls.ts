import type { MeshObject } from '../objects';
import { readTarget } from '../evaluate/policyTarget';
import { toLabels, toRecord, toText } from '../evaluate/readJson';
import type { LintOptions } from './types';

type Labels = Record<string, string>;
type Party = { namespace: string; labels?: Labels };

/**
 * Whether calls to a workload present identities, by what is declared for
 * it, its namespace and the mesh. Without auto-mTLS both sides have to say
 * so.
 */
export function isMtlsDeclared(
  objects: readonly MeshObject[],
  party: Party,
  options: LintOptions,
): boolean {
  const server = findServerMode(objects, party, options);
  const client = findClientMode(objects, party, options);
  if (server === 'DISABLE') return false;
  if (client !== undefined) {
    const offers = client === 'ISTIO_MUTUAL' || client === 'MUTUAL';
    const agreed = server !== undefined || options.autoMtls !== false;
    return offers && agreed;
  }
  return options.autoMtls !== false;
}

function isSubset(part: Labels, whole: Labels | undefined): boolean {
  return Object.entries(part).every(([key, value]) => whole?.[key] === value);
}

/** Mode of the PeerAuthentication that counts; undefined when there is none. */
function findServerMode(
  objects: readonly MeshObject[],
  { namespace, labels }: Party,
  { rootNamespace }: LintOptions,
): string | undefined {
  const policies = objects
    .filter(({ kind }) => kind === 'PeerAuthentication')
    .map(object => ({
      namespace: object.metadata.namespace ?? '',
      matchLabels: readTarget(object).matchLabels,
      mode: toText(toRecord(toRecord(object.spec).mtls).mode),
    }))
    .filter(({ mode }) => mode !== undefined && mode !== 'UNSET');
  const general = (where: string) =>
    policies.find(other => other.namespace === where && !other.matchLabels);
  const own = policies.find(
    other =>
      other.namespace === namespace &&
      other.matchLabels &&
      isSubset(other.matchLabels, labels),
  );
  return (own ?? general(namespace) ?? general(rootNamespace))?.mode;
}

/** Mode of the DestinationRule that counts; undefined when there is none. */
function findClientMode(
  objects: readonly MeshObject[],
  party: Party,
  { rootNamespace }: LintOptions,
): string | undefined {
  const { namespace } = party;
  const rules = objects
    .filter(({ kind }) => kind === 'DestinationRule')
    .map(object => {
      const spec = toRecord(object.spec);
      const tls = toRecord(toRecord(spec.trafficPolicy).tls);
      const home = object.metadata.namespace ?? '';
      return { home, host: toText(spec.host) ?? '', mode: toText(tls.mode) };
    })
    .filter(({ mode }) => mode !== undefined);
  const ofNamespace = `*.${namespace}.svc.cluster.local`;
  const own = rules.find(({ home, host }) => {
    const [name = '', inNamespace = home] = host.split('.');
    return (
      name !== '*' &&
      inNamespace === namespace &&
      isServiceOf(objects, name, party)
    );
  });
  const found =
    own ??
    rules.find(({ host }) => host === ofNamespace) ??
    rules.find(
      ({ home, host }) => home === rootNamespace && host === '*.local',
    );
  return found?.mode;
}

/**
 * Whether a Service is for the workload; where the Service is not among the
 * objects, by the name of the workload.
 */
function isServiceOf(
  objects: readonly MeshObject[],
  name: string,
  { namespace, labels }: Party,
): boolean {
  if (!labels) return false;
  const service = objects.find(
    ({ kind, metadata }) =>
      kind === 'Service' &&
      metadata.name === name &&
      metadata.namespace === namespace,
  );
  if (!service) {
    return name === (labels['app.kubernetes.io/name'] ?? labels.app);
  }
  return isSubset(toLabels(toRecord(service.spec).selector), labels);
}
