import { refuse } from '../ArmError';
import {
  isTrue,
  type JsonObject,
  listAt,
  objectAt,
  textAt,
  textsAt,
} from '../core/json';
import type { Resource } from '../core/Resource';
import type { World } from '../core/World';

const MOST_REVISIONS = 2;

/** The rules of the Istio add-on, in the order in which AKS finds faults. */
export function checkMesh(
  world: World,
  options: { properties: JsonObject; live?: Resource },
): void {
  const { properties, live } = options;
  const profile = properties.serviceMeshProfile;
  if (profile === undefined || profile === null) {
    return;
  }
  const mode = textAt(profile, 'mode');
  if (mode === undefined) {
    throw bad('Missing service mesh mode');
  }
  if (!['Istio', 'Disabled'].includes(mode)) {
    throw bad(`Invalid service mesh mode: ${mode}`);
  }
  if (mode === 'Disabled') {
    return;
  }
  if (objectAt(profile, 'istio') !== (profile as JsonObject).istio) {
    throw bad(
      'Istio profile is missing even though Service Mesh mode is Istio',
    );
  }
  checkComponents(profile);
  checkAuthority(properties);
  checkRevisions(world, { properties, live });
}

function checkComponents(profile: unknown): void {
  const gateways = listAt(profile, 'istio.components.ingressGateways');
  for (const { mode } of gateways) {
    if (mode !== 'Internal' && mode !== 'External') {
      throw bad(`Invalid istio ingress mode: ${mode}`);
    }
    if (gateways.filter(other => other.mode === mode).length > 1) {
      throw bad(`Too many ingresses for type ${mode}`);
    }
  }
  const redirection = textAt(
    profile,
    'istio.components.proxyRedirectionMechanism',
  );
  if (redirection && !['InitContainers', 'CNIChaining'].includes(redirection)) {
    throw bad(`Invalid proxy redirection mechanism: ${redirection}`);
  }
}

const CA_FIELDS = [
  'keyVaultId',
  'certObjectName',
  'keyObjectName',
  'rootCertObjectName',
  'certChainObjectName',
];

function checkAuthority(properties: JsonObject): void {
  const at = 'serviceMeshProfile.istio.certificateAuthority.plugin';
  const plugin = objectAt(properties, at);
  if (Object.keys(plugin).length === 0) {
    return;
  }
  const missing = CA_FIELDS.filter(field => !plugin[field]);
  if (missing.length > 0) {
    throw bad(
      `ServiceMeshProfile is missing required parameters: ${missing.join(
        ', ',
      )} for plugin certificate authority`,
    );
  }
  if (
    !isTrue(properties, 'addonProfiles.azureKeyvaultSecretsProvider.enabled')
  ) {
    throw bad(
      'AzureKeyvaultSecretsProvider addon is required for Azure Service Mesh plugin certificate authority feature',
    );
  }
}

function checkRevisions(
  world: World,
  { properties, live }: { properties: JsonObject; live?: Resource },
): void {
  const at = 'serviceMeshProfile.istio.revisions';
  const revisions = textsAt(properties, at);
  const before = textsAt(live?.body, `properties.${at}`);
  if (revisions.length > MOST_REVISIONS) {
    throw bad(
      `Request exceeds maximum allowed number of revisions (${MOST_REVISIONS})`,
    );
  }
  if (revisions.length === 0 && before.length > 0) {
    throw bad('ServiceMeshProfile revision field must not be empty');
  }
  const version = textAt(properties, 'kubernetesVersion') ?? '1.35';
  const minor = version.split('.').slice(0, 2).join('.');
  for (const revision of revisions) {
    const known = world.facts.meshRevisions.find(
      one => one.revision === revision,
    );
    if (!known && !before.includes(revision)) {
      throw bad(`Service mesh revision ${revision} is not supported`);
    }
    if (known && ![...known.kubernetes, ...known.longTerm].includes(minor)) {
      throw bad(
        `Service mesh revision ${revision} is not compatible with cluster version ${version}`,
      );
    }
  }
  const stays = revisions.some(one => before.includes(one));
  if (before.length > 0 && revisions.length > 0 && !stays) {
    throw bad(
      `Service mesh revision cannot go from ${before.join()} to ${revisions.join()} in one step; start a canary upgrade with both`,
    );
  }
}

function bad(message: string) {
  return refuse(400, 'BadRequest', message).at('properties.serviceMeshProfile');
}
