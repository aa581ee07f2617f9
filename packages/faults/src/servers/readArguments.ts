import { parseArgs } from 'node:util';

/** Names of what can be measured, in the order of the run. */
export const MEASUREMENTS = [
  'plain',
  'apply',
  'unchanged',
  'edits',
  'repairs',
  'status',
  'memory',
] as const;

export type MeasurementName = (typeof MEASUREMENTS)[number];

export type ServersArguments = {
  services: number[];
  /** How long memory is looked at; it is not when 0. */
  minutes: number;
  /** Edits that are timed; changes by hand are half as many. */
  edits: number;
  only: readonly MeasurementName[];
};

export const USAGE = `Usage: npm run -s bench -- servers [--services 1000,10000] [--edits 20] [--minutes 0] [--only NAME,...]

Prints one JSON object to standard output. Names: ${MEASUREMENTS.join(', ')}
Everything builds on 'apply', which always takes place.
`;

/** Undefined when they make no sense. */
export function readArguments(
  args: readonly string[],
): ServersArguments | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: {
      services: { type: 'string', default: '1000,10000' },
      minutes: { type: 'string', default: '0' },
      edits: { type: 'string', default: '20' },
      only: { type: 'string' },
    },
  });
  const services = String(values.services).split(',').map(Number);
  const [minutes, edits] = [Number(values.minutes), Number(values.edits)];
  const named = values.only ? String(values.only).split(',') : MEASUREMENTS;
  const only = MEASUREMENTS.filter(name => named.includes(name));
  const isFine =
    positionals.join() === 'servers' &&
    only.length === named.length &&
    services.every(number => Number.isInteger(number) && number > 0) &&
    Number.isInteger(edits) &&
    edits > 0 &&
    minutes >= 0;
  return isFine ? { services, minutes, edits, only } : undefined;
}
