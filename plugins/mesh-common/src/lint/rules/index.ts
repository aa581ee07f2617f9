import type { ObjectRule } from '../types';
import { identityNeedsMtls } from '../identityNeedsMtls';
import { addOnGatewaySelector } from './addOnGatewaySelector';
import { allowAll } from './allowAll';
import { allowNothing } from './allowNothing';
import { broadCidr } from './broadCidr';
import { claimWithoutVerification } from './claimWithoutVerification';
import { controlPlaneSettings } from './controlPlaneSettings';
import { customPartial } from './customPartial';
import { customProvider } from './customProvider';
import { defaultServiceAccount } from './defaultServiceAccount';
import { denyByIdentity } from './denyByIdentity';
import { denyExactPath } from './denyExactPath';
import { denyHttpNoPort } from './denyHttpNoPort';
import { doubleStar } from './doubleStar';
import { dryRunOnly } from './dryRunOnly';
import { duplicatePeerAuthentication } from './duplicatePeerAuthentication';
import { duplicateRule } from './duplicateRule';
import { egressAllowAny } from './egressAllowAny';
import { envoyFilterBroad } from './envoyFilterBroad';
import { extensionProviderHeaders } from './extensionProviderHeaders';
import { foreignTrustDomain } from './foreignTrustDomain';
import { gatewayPlaintext } from './gatewayPlaintext';
import { gatewayPolicyNamespace } from './gatewayPolicyNamespace';
import { gatewayWildcard } from './gatewayWildcard';
import { hostOutsideMesh } from './hostOutsideMesh';
import { hostPort } from './hostPort';
import { httpOnTcp } from './httpOnTcp';
import { impossiblePath } from './impossiblePath';
import { injectionLabel } from './injectionLabel';
import { istioOperator } from './istioOperator';
import { layerGap } from './layerGap';
import { missingMetric } from './missingMetric';
import { mtlsConflict } from './mtlsConflict';
import { negatedIdentity } from './negatedIdentity';
import { netpolHbone } from './netpolHbone';
import { netpolIpBlock } from './netpolIpBlock';
import { netpolNoAllow } from './netpolNoAllow';
import { netpolNoDns } from './netpolNoDns';
import { netpolNoEngine } from './netpolNoEngine';
import { netpolNoIstiod } from './netpolNoIstiod';
import { netpolOneSided } from './netpolOneSided';
import { noStrict } from './noStrict';
import { notValuesAbsent } from './notValuesAbsent';
import { numberClaim } from './numberClaim';
import { numericCompare } from './numericCompare';
import { oldApiVersion } from './oldApiVersion';
import { orRules } from './orRules';
import { plainSecret } from './plainSecret';
import { portLevelDisable } from './portLevelDisable';
import { portLevelUseless } from './portLevelUseless';
import { presenceAlways } from './presenceAlways';
import { principalScheme } from './principalScheme';
import { remoteIpAtSidecar } from './remoteIpAtSidecar';
import { requestPrincipalShape } from './requestPrincipalShape';
import { rootNamespace } from './rootNamespace';
import { rootPeerSelector } from './rootPeerSelector';
import { secretInPolicy } from './secretInPolicy';
import { servicePortInPolicy } from './servicePortInPolicy';
import { shadowedRule } from './shadowedRule';
import { shortHost } from './shortHost';
import { silencedRules } from './silencedRules';
import { sniCase } from './sniCase';
import { sourceNamespace } from './sourceNamespace';
import { spoofableHeader } from './spoofableHeader';
import { targetRefNoWaypoint } from './targetRefNoWaypoint';
import { telemetryTags } from './telemetryTags';
import { uncoveredWorkload } from './uncoveredWorkload';
import { unknownLabel } from './unknownLabel';
import { unknownServiceAccount } from './unknownServiceAccount';
import { unreadConfigMap } from './unreadConfigMap';
import { verificationWithoutRequirement } from './verificationWithoutRequirement';
import { kialiRules } from './kiali';

/** What looks like zero trust and is not, MW2001 to MW2099 and MW2201 to MW2299. */
export const meshRules: readonly ObjectRule[] = [
  identityNeedsMtls,
  orRules,
  allowAll,
  allowNothing,
  httpOnTcp,
  denyHttpNoPort,
  doubleStar,
  numericCompare,
  numberClaim,
  spoofableHeader,
  secretInPolicy,
  hostPort,
  impossiblePath,
  presenceAlways,
  broadCidr,
  sourceNamespace,
  defaultServiceAccount,
  unknownServiceAccount,
  foreignTrustDomain,
  negatedIdentity,
  denyByIdentity,
  claimWithoutVerification,
  verificationWithoutRequirement,
  requestPrincipalShape,
  customPartial,
  customProvider,
  duplicateRule,
  shadowedRule,
  remoteIpAtSidecar,
  sniCase,
  servicePortInPolicy,
  noStrict,
  duplicatePeerAuthentication,
  portLevelUseless,
  portLevelDisable,
  rootNamespace,
  rootPeerSelector,
  mtlsConflict,
  targetRefNoWaypoint,
  dryRunOnly,
  uncoveredWorkload,
  netpolNoDns,
  netpolNoIstiod,
  netpolNoAllow,
  netpolNoEngine,
  netpolHbone,
  netpolIpBlock,
  layerGap,
  gatewayWildcard,
  gatewayPlaintext,
  egressAllowAny,
  hostOutsideMesh,
  injectionLabel,
  oldApiVersion,
  plainSecret,
  addOnGatewaySelector,
  netpolOneSided,
  principalScheme,
  denyExactPath,
  notValuesAbsent,
  extensionProviderHeaders,
  unknownLabel,
  istioOperator,
  unreadConfigMap,
  controlPlaneSettings,
  envoyFilterBroad,
  missingMetric,
  telemetryTags,
  gatewayPolicyNamespace,
  shortHost,
  silencedRules,
  ...kialiRules,
];
