// `npm run -s meshwright -- COMMAND …`: the command line, from its source.
import { runSource } from './runSource.mjs';

runSource('meshwright', 'packages/cli/src/main.ts');
