// `npm run -s fuzz -- --minutes M`: hostile input, from its source.
import { runSource } from './runSource.mjs';

runSource('fuzz', 'packages/faults/src/fuzz/main.ts');
