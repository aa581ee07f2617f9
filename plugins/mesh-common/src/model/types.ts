export * from './contract';
export * from './declaration';
export * from './guardrail';
export * from './input';
export * from './model';
export * from './reading';
export * from './settings';
