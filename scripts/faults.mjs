// `npm run -s faults -- azure`: campaigns of faults, from their source.
import { runSource } from './runSource.mjs';

runSource('faults', 'packages/faults/src/main.ts');
