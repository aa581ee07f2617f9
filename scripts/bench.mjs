// `npm run -s bench -- engine|azure`: measurements, from their source.
import { runSource } from './runSource.mjs';

runSource(
  'bench',
  process.argv[2] === 'azure'
    ? 'packages/faults/src/measure.ts'
    : 'packages/benchmarks/src/main.ts',
);
