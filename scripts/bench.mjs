// `npm run -s bench -- engine`: measurements, from their source.
import { runSource } from './runSource.mjs';

runSource('bench', 'packages/benchmarks/src/main.ts');
