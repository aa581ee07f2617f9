import { toLabels } from '../../evaluate/readJson';
import type { MeshObject } from '../../objects';
import { istioAnnotations } from '../istio/context/istioAnnotations';
import type { ObjectRule, RuleFinding } from '../types';

/** Labels that components of Istio read or write. */
const known = new Set([
  'ambient.istio.io/bypass-inbound-capture',
  'gateway.istio.io/managed',
  'gateway.istio.io/service-account',
  'install.operator.istio.io/owning-resource',
  'install.operator.istio.io/owning-resource-namespace',
  'internal.istio.io/owner-name',
  'istio.io/config',
  'istio.io/dataplane-mode',
  'istio.io/deployed-by',
  'istio.io/gateway-name',
  'istio.io/global',
  'istio.io/ingress-use-waypoint',
  'istio.io/key-and-cert',
  'istio.io/rev',
  'istio.io/tag',
  'istio.io/use-waypoint',
  'istio.io/use-waypoint-namespace',
  'istio.io/waypoint-for',
  'networking.istio.io/enable-autoallocate-ip',
  'networking.istio.io/gatewayPort',
  'networking.istio.io/tunnel',
  'operator.istio.io/component',
  'operator.istio.io/managed',
  'operator.istio.io/version',
  'security.istio.io/tlsMode',
  'service.istio.io/canonical-name',
  'service.istio.io/canonical-revision',
  'service.istio.io/workload-name',
  'sidecar.istio.io/inject',
  'topology.istio.io/cluster',
  'topology.istio.io/network',
  'topology.istio.io/subzone',
]);

/** Their annotations are judged as the analyzers of Istio do, by MW2108. */
const judgedElsewhere = new Set(['Namespace', 'Service', 'Pod', 'Deployment']);

/** A wish that nobody reads is not granted. */
export const unknownLabel: ObjectRule = {
  code: 'MW2062',
  severity: 'warning',
  summary: 'Labels and annotations of Istio are ones that it reads',
  aliases: ['SEG-UNKNOWN-LABEL'],
  check: ({ objects }) =>
    objects
      .filter(asksIstio)
      .flatMap(object => [
        ...checkLabels(object),
        ...(judgedElsewhere.has(object.kind) ? [] : checkAnnotations(object)),
      ]),
};

/** Whether a name of its labels or annotations is for Istio. */
function asksIstio({ metadata }: MeshObject): boolean {
  return hasName(metadata.labels) || hasName(metadata.annotations);
}

function hasName(names: unknown): boolean {
  return Object.keys(toLabels(names)).some(isOfIstio);
}

function isOfIstio(name: string): boolean {
  return (
    name.includes('istio.io/') &&
    /^([a-z0-9.-]{1,200}\.)?istio\.io\//.test(name) &&
    !name.startsWith('internal.istio.io/')
  );
}

function checkLabels(object: MeshObject): RuleFinding[] {
  return Object.keys(toLabels(object.metadata.labels))
    .filter(label => isOfIstio(label) && !known.has(label))
    .map(label => ({
      object,
      path: `metadata/labels/${label.replace('/', '~1')}`,
      message: `No component of Istio reads the label '${label}', so it changes nothing. Remove it, or correct its name.`,
    }));
}

function checkAnnotations(object: MeshObject): RuleFinding[] {
  return Object.keys(toLabels(object.metadata.annotations))
    .filter(name => isOfIstio(name) && !istioAnnotations.has(name))
    .map(name => ({
      object,
      path: `metadata/annotations/${name.replace('/', '~1')}`,
      message: known.has(name)
        ? `'${name}' is read as a label, not as an annotation, so it changes nothing. Put it among the labels.`
        : `No component of Istio reads the annotation '${name}', so it changes nothing. Remove it, or correct its name.`,
    }));
}
