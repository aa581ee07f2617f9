export * from './declaration';
export * from './input';
export * from './model';
