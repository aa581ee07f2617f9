export * from './readExamples';
export * from './startSandbox';
export type { SandboxSecrets } from './secrets';
