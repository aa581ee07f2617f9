export * from './readExamples';
export * from './startSandbox';
export type { SandboxSecrets } from './secrets';
export type { GivenCluster } from './joinCluster';
