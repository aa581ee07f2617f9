import type { Preflight } from './readPreflight';

/** What a person is told before they say yes: a title and a text each. */
export function describePreflight(
  preflight: Preflight,
  instance: string,
): Array<[title: string, text: string]> {
  const { cluster, server, kubernetes, istio, policyEngine } = preflight;
  return [
    ['Cluster', `${cluster} at ${server}, Kubernetes ${kubernetes}`],
    [
      'Mesh',
      `Istio ${istio.version}, revision '${istio.revision}' in the namespace '${istio.namespace}'`,
    ],
    [
      'Network policies',
      policyEngine
        ? `enforced by ${policyEngine}`
        : 'no engine that is known; whether they are enforced will be unknown',
    ],
    ...describeMissing(preflight),
    ['Managed by', describeManager(preflight, instance)],
    ['Adopted', describeAdopted(preflight)],
    ['Rights', describeRights(preflight)],
    ['Will be written', describeWrites(preflight, instance)],
  ];
}

function describeMissing({ missingKinds }: Preflight) {
  return missingKinds.length > 0
    ? ([['Not served', `${missingKinds.join(', ')}; left out`]] as [
        [string, string],
      ])
    : [];
}

function describeManager({ claim }: Preflight, instance: string): string {
  if (!claim) {
    return 'nobody';
  }
  return claim.instance === instance
    ? `'${instance}', which is this installation, since ${claim.since}`
    : `'${claim.instance}' since ${claim.since}; this installation is '${instance}'`;
}

function describeAdopted({ adopted }: Preflight): string {
  const parts = Object.entries(adopted).map(
    ([instance, names]) => `${names.join(', ')} (by '${instance}')`,
  );
  return parts.join('; ') || 'no namespace';
}

function describeRights({ rights }: Preflight): string {
  const { mayWrite, mayClaim, readOnlyKinds } = rights;
  if (!mayWrite) {
    return 'to read only';
  }
  if (!mayClaim) {
    return 'not to write down who manages the cluster';
  }
  return readOnlyKinds.length > 0
    ? `to write, except ${readOnlyKinds.join(', ')}`
    : 'to write all that is needed';
}

function describeWrites(
  { claim, rights, istio, adopted }: Preflight,
  instance: string,
): string {
  if (!rights.mayWrite || (!claim && !rights.mayClaim)) {
    return 'nothing: the cluster is only observed until the credentials may write';
  }
  if (claim && claim.instance !== instance) {
    return 'nothing: the cluster is only observed until it is taken over, which is a decision of its own';
  }
  const later =
    'Any other namespace is at stage off, and nothing is written there until you adopt it.';
  if (!claim) {
    return `the ConfigMap 'meshwright-instance' in the namespace '${istio.namespace}', which says that '${instance}' manages the cluster. ${later}`;
  }
  const own = adopted[instance] ?? [];
  return own.length > 0
    ? `what is declared for ${own.join(', ')}, as before. ${later}`
    : `nothing at first. ${later}`;
}
