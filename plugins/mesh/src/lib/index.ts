export * from './countEdges';
export * from './describeError';
export * from './endOfDay';
export * from './entityFilter';
export * from './formatTime';
export * from './shortName';
export * from './trackOf';
