import type { MeshObject } from '../../objects';
import { isRecord, toRecord, toRecords, toText } from '../../evaluate/readJson';
import type { LintContext, RuleFinding } from '../types';
import { readMeshConfig } from './context/meshConfig';
import { toNumber } from './context/numbers';
import { fullName, groups, specOf } from './context/objects';
import { listTelemetries } from './context/telemetries';

const removedKinds = [
  'ClusterRbacConfig',
  'RbacConfig',
  'ServiceRole',
  'ServiceRoleBinding',
];

/** Fields and kinds that Istio reads no longer, or not for long. */
export function findDeprecatedFields(context: LintContext): RuleFinding[] {
  return [
    ...context
      .ofKind('VirtualService', groups.networking)
      .flatMap(findPercentDelays),
    ...context
      .ofKind('Sidecar', groups.networking)
      .filter(object =>
        isRecord(toRecord(specOf(object).outboundTrafficPolicy).egressProxy),
      )
      .map(object => ({
        object,
        path: 'spec/outboundTrafficPolicy/egressProxy',
        message: `Istio ignores spec/outboundTrafficPolicy/egressProxy of Sidecar ${fullName(
          object,
        )}. Remove it, and use a ServiceEntry and an egress gateway.`,
      })),
    ...context
      .ofKind('CustomResourceDefinition', groups.crds)
      .filter(isRemovedKind)
      .map(object => ({
        object,
        path: 'spec/names/kind',
        message: `Istio no longer reads ${object.metadata.name}. Move what they say into AuthorizationPolicies, and delete the definition.`,
      })),
  ];
}

/** Telemetries that trace with a provider that Istio drops. */
export function findLightstep(context: LintContext): RuleFinding[] {
  const { extensionProviders } = context.derive(readMeshConfig) ?? {};
  const dropped = new Set(
    toRecords(extensionProviders)
      .filter(({ lightstep }) => isRecord(lightstep))
      .map(({ name }) => toText(name)),
  );
  return listTelemetries(context).flatMap(object =>
    toRecords(specOf(object).tracing).flatMap(({ providers }) =>
      toRecords(providers)
        .filter(({ name }) => dropped.has(toText(name)))
        .map(({ name }) => ({
          object,
          path: 'spec/tracing',
          message: `Telemetry ${fullName(
            object,
          )} traces with '${name}', a Lightstep provider, which Istio drops. Use an OpenTelemetry provider.`,
        })),
    ),
  );
}

function findPercentDelays(object: MeshObject): RuleFinding[] {
  return toRecords(specOf(object).http)
    .map(({ fault }) => toRecord(toRecord(fault).delay))
    .filter(({ percent }) => toNumber(percent) > 0)
    .slice(0, 1)
    .map(() => ({
      object,
      path: 'spec/http',
      message: `VirtualService ${fullName(
        object,
      )} delays calls by fault.delay.percent, which is deprecated. Use fault.delay.percentage.`,
    }));
}

function isRemovedKind(object: MeshObject): boolean {
  const { group, names } = specOf(object);
  return (
    group === 'rbac.istio.io' &&
    removedKinds.includes(toText(toRecord(names).kind) ?? '')
  );
}
