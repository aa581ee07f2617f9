export * from './contract';
export * from './declaration';
export * from './guardrail';
export * from './input';
export * from './model';
