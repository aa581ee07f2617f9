export * from './decode';
export * from './shape';
export * from './validate';
