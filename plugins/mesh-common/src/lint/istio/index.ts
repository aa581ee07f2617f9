import type { ObjectRule } from '../types';
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
import { namespaceInjectedByDefault } from './namespaceInjectedByDefault';
import { namespaceNotInjected } from './namespaceNotInjected';
import { negativeCondition } from './negativeCondition';
import { noMatchingWorkloads } from './noMatchingWorkloads';
import { noServerVerification } from './noServerVerification';
import { noServerVerificationOnPort } from './noServerVerificationOnPort';
import { onUserNamespaces } from './onUserNamespaces';
import { outdatedGatewayApi } from './outdatedGatewayApi';
import { podMissingProxy } from './podMissingProxy';
import { portNameConvention } from './portNameConvention';
import { proxyImageMismatch } from './proxyImageMismatch';
import { proxyUserId } from './proxyUserId';
import { referencedResourceNotFound } from './referencedResourceNotFound';
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
import { unsupportedGatewayApi } from './unsupportedGatewayApi';

/** What the analyzers of Istio find, MW2101 to MW2177 by their own numbers. */
export const istioRules: readonly ObjectRule[] = [
  referencedResourceNotFound,
  namespaceNotInjected,
  podMissingProxy,
  misplacedAnnotation,
  unknownAnnotation,
  conflictingMeshHosts,
  conflictingSidecars,
  severalGeneralSidecars,
  destinationPortRequired,
  conflictingPortProtocols,
  portNameConvention,
  severalInjectionLabels,
  invalidAnnotation,
  unknownServiceRegistry,
  noMatchingWorkloads,
  noServerVerification,
  noServerVerificationOnPort,
  unreachableRule,
  ineffectiveMatch,
  hostNotInGateway,
  serviceEntryAddresses,
  deprecatedAnnotation,
  alphaAnnotation,
  conflictingTargetPorts,
  duplicateCertificate,
  invalidWebhook,
  subsetWithoutEffect,
  proxyUserId,
  conflictingGateways,
  imageAutoDeployment,
  imageAutoPod,
  namespaceInjectedByDefault,
  claimRoutingWithoutAuthentication,
  externalNamePort,
  relativeEnvoyFilter,
  replacedWrongly,
  addedRoute,
  removedRoute,
  relativeEnvoyFilterForVersion,
  unsupportedGatewayApi,
  telemetryWithoutProvider,
  proxyImageMismatch,
  conflictingTelemetries,
  severalGeneralTelemetries,
  invalidCredential,
  gatewayPortNotOnService,
  invalidControlPlaneAddress,
  controlPlaneByAddress,
  internalGateway,
  selectorOnApiGateway,
  ineffectiveSidecar,
  inconsistentService,
  negativeCondition,
  outdatedGatewayApi,
  subsetWithoutPods,
  unknownRuleHost,
  jwksUnrestricted,
  gatewayApiTooOld,
  conflictingEntryProtocols,
].map(onUserNamespaces);
