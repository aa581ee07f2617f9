export { describeOnControlPlane } from './describeOnControlPlane';
export { findAssets } from './assets/findAssets';
export type { Availability } from './assets/findAssets';
export { provideAssets } from './assets/provideAssets';
export { findTool, provideTool } from './assets/provideTool';
export type { Tool, ToolName } from './assets/provideTool';
export type { Assets } from './assets/types';
export { startControlPlane } from './server/startControlPlane';
export type { ControlPlaneOptions } from './server/startControlPlane';
export type { ControlPlane } from './server/ControlPlane';
export type { ServerName } from './server/crash';
export type { AuditEvent } from './server/readAudit';
export { startFaultyNetwork } from './network/FaultyNetwork';
export type { FaultyNetwork } from './network/FaultyNetwork';
export type { Affliction, Wire } from './network/Wire';
export { Guardian } from './server/Guardian';
export { kubeconfigFor } from './server/kubeconfig';
export { startProxy } from './server/startProxy';
export type { Intercept, Proxy } from './server/startProxy';
export {
  createAuthority,
  createClientCertificate,
  createServerCertificate,
} from './server/certificates';
export type { KeyedCertificate } from './server/certificates';
export { describeOnPrometheus } from './prometheus/describeOnPrometheus';
export { findPrometheus } from './prometheus/findPrometheus';
export { startRealPrometheus } from './prometheus/startRealPrometheus';
export type { RealPrometheus } from './prometheus/startRealPrometheus';
export type { ScrapedSeries } from './prometheus/formatSamples';
