export {
  buildVerifySteps,
  DEFAULT_VERIFY_IMAGE,
  type VerifyOptions,
} from './buildVerifySteps';
export { evaluateScene } from './evaluateScene';
export { evaluateBackendHealth } from './judges/evaluateBackendHealth';
export {
  evaluateAllowedCall,
  evaluateRefusal,
  type RefusalScene,
} from './judges/evaluateCalls';
export { evaluateControlPlane } from './judges/evaluateControlPlane';
export { evaluateDns } from './judges/evaluateDns';
export { evaluateGateway, listAddresses } from './judges/evaluateGateway';
export { evaluateMetrics, type ObservedCalls } from './judges/evaluateMetrics';
export { evaluateProxies } from './judges/evaluateProxies';
export { evaluateRevisionLabels } from './judges/evaluateRevisionLabels';
export { evaluateStrict } from './judges/evaluateStrict';
export { LABEL_VERIFY, VERIFY_MANAGER } from './labels';
export { readProbeReport } from './readProbeReport';
export { buildScene, type BuiltScene } from './scene/buildScene';
export type { Probe } from './scene/probes';
export * from './types';
