// `npm run -s bench -- engine|azure|servers`: measurements, from their source.
import { runSource } from './runSource.mjs';

const mains = {
  azure: 'packages/faults/src/measure.ts',
  servers: 'packages/faults/src/servers/main.ts',
};

runSource('bench', mains[process.argv[2]] ?? 'packages/benchmarks/src/main.ts');
