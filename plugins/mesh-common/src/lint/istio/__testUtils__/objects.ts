import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '../../../objects';
import { lintObjects } from '../../lintObjects';
import type { LintOptions, ObjectRule } from '../../types';

type Metadata = Partial<MeshObject['metadata']>;

const apiVersions: Record<string, string> = {
  AuthorizationPolicy: 'security.istio.io/v1',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
  Deployment: 'apps/v1',
  DestinationRule: 'networking.istio.io/v1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
  Gateway: 'networking.istio.io/v1',
  GRPCRoute: 'gateway.networking.k8s.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  MutatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
  ProxyConfig: 'networking.istio.io/v1beta1',
  RequestAuthentication: 'security.istio.io/v1',
  ServiceEntry: 'networking.istio.io/v1',
  Sidecar: 'networking.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
  VirtualService: 'networking.istio.io/v1',
};

/** An object by `Kind namespace/name`; without a namespace `Kind name`. */
export function object(
  title: string,
  spec: JsonObject = {},
  metadata: Metadata & { fields?: object; apiVersion?: string } = {},
): MeshObject {
  const [kind = '', fullName = ''] = title.split(' ');
  const [name = '', namespace] = fullName.split('/').reverse();
  const { fields, apiVersion, ...rest } = metadata;
  return {
    apiVersion: apiVersion ?? apiVersions[kind] ?? 'v1',
    kind,
    metadata: { name, ...(namespace ? { namespace } : {}), ...rest },
    spec,
    ...fields,
  };
}

/** A Pod with a proxy, unless other containers are given. */
export function pod(
  name: string,
  labels: Record<string, string>,
  spec: JsonObject = { containers: [{ name: 'istio-proxy', image: 'proxy' }] },
): MeshObject {
  return object(`Pod ${name}`, spec, { labels });
}

/** What a rule finds in a whole cluster, as `Kind namespace/name path`. */
export function find(
  rule: ObjectRule,
  objects: readonly MeshObject[],
  options: Partial<LintOptions> = {},
): string[] {
  const findings = lintObjects(
    objects,
    { rootNamespace: 'istio-system', complete: true, ...options },
    [rule],
  );
  return findings.map(({ kind, namespace, name, path }) =>
    `${kind} ${namespace ? `${namespace}/` : ''}${name} ${path}`.trim(),
  );
}
