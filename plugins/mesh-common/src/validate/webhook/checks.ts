import { checkAuthorizationPolicy } from './authorizationPolicy';
import { checkDestinationRule } from './destinationRule';
import { checkTrafficExtension, checkWasmPlugin } from './extensions';
import { checkGateway } from './gateway';
import { checkPeerAuthentication } from './peerAuthentication';
import { checkEnvoyFilter, checkProxyConfig } from './proxies';
import { checkRequestAuthentication } from './requestAuthentication';
import { checkServiceEntry } from './serviceEntry';
import { checkSidecar } from './sidecar';
import { checkTelemetry } from './telemetry';
import type { Check } from './types';
import { checkVirtualService } from './virtualService';
import { checkWorkloadEntry, checkWorkloadGroup } from './workload';

/** What the webhook does with each kind. */
export const checks: Readonly<Record<string, Check>> = {
  AuthorizationPolicy: checkAuthorizationPolicy,
  DestinationRule: checkDestinationRule,
  EnvoyFilter: checkEnvoyFilter,
  Gateway: checkGateway,
  PeerAuthentication: checkPeerAuthentication,
  ProxyConfig: checkProxyConfig,
  RequestAuthentication: checkRequestAuthentication,
  ServiceEntry: checkServiceEntry,
  Sidecar: checkSidecar,
  Telemetry: checkTelemetry,
  TrafficExtension: checkTrafficExtension,
  VirtualService: checkVirtualService,
  WasmPlugin: checkWasmPlugin,
  WorkloadEntry: checkWorkloadEntry,
  WorkloadGroup: checkWorkloadGroup,
};
