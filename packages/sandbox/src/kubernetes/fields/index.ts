export * from './lists';
export * from './merge';
export * from './ownership';
export * from './tree';
