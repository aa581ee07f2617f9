import { compileAll } from './compileAll';
import type { Measurement } from './types';

export const compile: Measurement = {
  name: 'compile',
  about: 'buildModel and compileCluster for both clusters, contracts parsed',
  prepare:
    ({ input }) =>
    () =>
      compileAll(input),
};
