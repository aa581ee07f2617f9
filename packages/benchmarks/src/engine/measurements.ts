import { compile } from './compile';
import { contracts } from './contracts';
import { lint } from './lint';
import { matrix } from './matrix';
import { recompileOne } from './recompileOne';
import type { Measurement } from './types';
import { verdicts } from './verdicts';

/** Everything that is measured of the engine, in this order. */
export const measurements: readonly Measurement[] = [
  compile,
  recompileOne,
  verdicts,
  matrix,
  lint,
  contracts,
];
