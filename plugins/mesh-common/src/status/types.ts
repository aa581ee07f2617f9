export * from './pass';
export * from './shown';
