export * from './readExamples';
export * from './startSandbox';
