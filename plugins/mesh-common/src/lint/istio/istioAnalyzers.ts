import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { addedRoute } from './addedRoute';
import { alphaAnnotation } from './alphaAnnotation';
import { claimRoutingWithoutAuthentication } from './claimRoutingWithoutAuthentication';
import { conflictingEntryProtocols } from './conflictingEntryProtocols';
import { conflictingGateways } from './conflictingGateways';
import { conflictingMeshHosts } from './conflictingMeshHosts';
import { conflictingPortProtocols } from './conflictingPortProtocols';
import { conflictingSidecars } from './conflictingSidecars';
import { conflictingTargetPorts } from './conflictingTargetPorts';
import { conflictingTelemetries } from './conflictingTelemetries';
import { controlPlaneByAddress } from './controlPlaneByAddress';
import { deprecatedAnnotation } from './deprecatedAnnotation';
import { findDeprecatedFields, findLightstep } from './deprecatedUse';
import { destinationPortRequired } from './destinationPortRequired';
import { duplicateCertificate } from './duplicateCertificate';
import { externalNamePort } from './externalNamePort';
import { gatewayApiTooOld } from './gatewayApiTooOld';
import { gatewayPortNotOnService } from './gatewayPortNotOnService';
import { hostNotInGateway } from './hostNotInGateway';
import { imageAutoDeployment } from './imageAutoDeployment';
import { imageAutoPod } from './imageAutoPod';
import { inconsistentService } from './inconsistentService';
import { ineffectiveMatch } from './ineffectiveMatch';
import { ineffectiveSidecar } from './ineffectiveSidecar';
import { internalGateway } from './internalGateway';
import { invalidAnnotation } from './invalidAnnotation';
import { invalidControlPlaneAddress } from './invalidControlPlaneAddress';
import { invalidCredential } from './invalidCredential';
import { invalidWebhook } from './invalidWebhook';
import { jwksUnrestricted } from './jwksUnrestricted';
import { misplacedAnnotation } from './misplacedAnnotation';
import { missingCredentials } from './missing/missingCredentials';
import { missingDestinationHosts } from './missing/missingDestinationHosts';
import { missingGatewayPods } from './missing/missingGatewayPods';
import { missingGateways } from './missing/missingGateways';
import { missingGatewayServers } from './missing/missingGatewayServers';
import { missingSidecarPods } from './missing/missingSidecarPods';
import { missingSourceNamespaces } from './missing/missingSourceNamespaces';
import { missingSubsets } from './missing/missingSubsets';
import { missingTelemetryPods } from './missing/missingTelemetryPods';
import { namespaceInjectedByDefault } from './namespaceInjectedByDefault';
import { namespaceNotInjected } from './namespaceNotInjected';
import { negativeCondition } from './negativeCondition';
import { noMatchingWorkloads } from './noMatchingWorkloads';
import { noServerVerification } from './noServerVerification';
import { noServerVerificationOnPort } from './noServerVerificationOnPort';
import { errorOfWebhook, warningOfWebhook } from './webhookAlone';
import { onUserNamespaces } from './onUserNamespaces';
import { podMissingProxy } from './podMissingProxy';
import { portNameConvention } from './portNameConvention';
import { proxyImageMismatch } from './proxyImageMismatch';
import { proxyUserId } from './proxyUserId';
import { toReferenceRule } from './referencedResourceNotFound';
import { relativeEnvoyFilter } from './relativeEnvoyFilter';
import { relativeEnvoyFilterForVersion } from './relativeEnvoyFilterForVersion';
import { removedRoute } from './removedRoute';
import { replacedWrongly } from './replacedWrongly';
import { selectorOnApiGateway } from './selectorOnApiGateway';
import { serviceEntryAddresses } from './serviceEntryAddresses';
import { severalGeneralSidecars } from './severalGeneralSidecars';
import { severalGeneralTelemetries } from './severalGeneralTelemetries';
import { severalInjectionLabels } from './severalInjectionLabels';
import { subsetWithoutEffect } from './subsetWithoutEffect';
import { subsetWithoutPods } from './subsetWithoutPods';
import { telemetryWithoutProvider } from './telemetryWithoutProvider';
import { unknownAnnotation } from './unknownAnnotation';
import { unknownRuleHost } from './unknownRuleHost';
import { unknownServiceRegistry } from './unknownServiceRegistry';
import { unreachableRule } from './unreachableRule';

/**
 * The rules that ask what one analyzer of Istio asks, by the name of its
 * package and type; for people who compare, as conformance does.
 *
 * @remarks
 *
 * Source: istio/istio, pkg/config/analysis/analyzers, 1.31.
 *
 * @public
 */
export const istioAnalyzers: Readonly<Record<string, readonly ObjectRule[]>> =
  onUsers({
    'annotations.K8sAnalyzer': [
      misplacedAnnotation,
      unknownAnnotation,
      invalidAnnotation,
      deprecatedAnnotation,
    ],
    'annotations.AlphaAnalyzer': [alphaAnnotation],
    'maturity.AlphaAnalyzer': [alphaAnnotation],
    'authn.BlockedCIDRsAnalyzer': [jwksUnrestricted],
    'authz.AuthorizationPoliciesAnalyzer': [
      noMatchingWorkloads,
      toReferenceRule([missingSourceNamespaces]),
    ],
    'conditions.ConditionAnalyzer': [negativeCondition],
    'deployment.ServiceAssociationAnalyzer': [
      conflictingPortProtocols,
      conflictingTargetPorts,
    ],
    'deployment.ApplicationUIDAnalyzer': [proxyUserId],
    'destinationrule.CaCertificateAnalyzer': [
      noServerVerification,
      noServerVerificationOnPort,
    ],
    'destinationrule.PodNotSelectedAnalyzer': [
      subsetWithoutPods,
      unknownRuleHost,
    ],
    'deprecation.FieldAnalyzer': [toDeprecatedRule(findDeprecatedFields)],
    'envoyfilter.EnvoyPatchAnalyzer': [
      relativeEnvoyFilter,
      replacedWrongly,
      addedRoute,
      removedRoute,
      relativeEnvoyFilterForVersion,
    ],
    'externalcontrolplane.ExternalControlPlaneAnalyzer': [
      invalidControlPlaneAddress,
      controlPlaneByAddress,
    ],
    'gateway.IngressGatewayPortAnalyzer': [
      gatewayPortNotOnService,
      toReferenceRule([missingGatewayPods]),
    ],
    'gateway.CertificateAnalyzer': [duplicateCertificate],
    'gateway.SecretAnalyzer': [
      invalidCredential,
      toReferenceRule([missingGatewayPods, missingCredentials]),
    ],
    'gateway.ConflictingGatewayAnalyzer': [
      conflictingGateways,
      toReferenceRule([missingGatewayServers]),
    ],
    'injection.Analyzer': [
      namespaceNotInjected,
      namespaceInjectedByDefault,
      podMissingProxy,
      severalInjectionLabels,
    ],
    'injection.ImageAnalyzer': [proxyImageMismatch],
    'injection.ImageAutoAnalyzer': [imageAutoDeployment, imageAutoPod],
    'k8sgateway.SelectorAnalyzer': [selectorOnApiGateway],
    'k8sgateway.CRDVersionAnalyzer': [gatewayApiTooOld],
    'multicluster.MeshNetworksAnalyzer': [unknownServiceRegistry],
    'multicluster.ServiceAnalyzer': [inconsistentService],
    'service.PortNameAnalyzer': [portNameConvention, externalNamePort],
    'serviceentry.ProtocolAddressesAnalyzer': [serviceEntryAddresses],
    'serviceentry.ConflictingServiceEntryProtocolAnalyzer': [
      conflictingEntryProtocols,
    ],
    'sidecar.SelectorAnalyzer': [
      conflictingSidecars,
      severalGeneralSidecars,
      ineffectiveSidecar,
      toReferenceRule([missingSidecarPods]),
    ],
    'telemetry.DefaultSelectorAnalyzer': [severalGeneralTelemetries],
    'telemetry.LightstepAnalyzer': [toDeprecatedRule(findLightstep)],
    'telemetry.ProviderAnalyzer': [telemetryWithoutProvider],
    'telemetry.SelectorAnalyzer': [
      conflictingTelemetries,
      toReferenceRule([missingTelemetryPods]),
    ],
    'virtualservice.ConflictingMeshGatewayHostsAnalyzer': [
      conflictingMeshHosts,
    ],
    'virtualservice.DestinationHostAnalyzer': [
      destinationPortRequired,
      subsetWithoutEffect,
      toReferenceRule([missingDestinationHosts]),
    ],
    'virtualservice.DestinationRuleAnalyzer': [
      toReferenceRule([missingSubsets]),
    ],
    'virtualservice.GatewayAnalyzer': [
      hostNotInGateway,
      internalGateway,
      toReferenceRule([missingGateways]),
    ],
    'virtualservice.JWTClaimRouteAnalyzer': [claimRoutingWithoutAuthentication],
    'webhook.Analyzer': [invalidWebhook],
    'schemaValidation.CollectionValidationAnalyzer': [
      errorOfWebhook,
      warningOfWebhook,
      unreachableRule,
      ineffectiveMatch,
    ],
  });

function onUsers(
  analyzers: Record<string, ObjectRule[]>,
): Record<string, ObjectRule[]> {
  return Object.fromEntries(
    Object.entries(analyzers).map(([name, rules]) => [
      name,
      rules.map(onUserNamespaces),
    ]),
  );
}

function toDeprecatedRule(
  check: (context: LintContext) => RuleFinding[],
): ObjectRule {
  return {
    code: 'MW2306',
    severity: 'warning',
    summary: 'Objects use nothing that Istio drops',
    aliases: ['IST0002'],
    check,
  };
}
