import { cpus } from 'node:os';
import { measureServers } from './measureServers';
import { readArguments, USAGE } from './readArguments';

async function run(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  if (!given) {
    process.stderr.write(USAGE);
    return 2;
  }
  const log = (text: string) => process.stderr.write(`${text}\n`);
  const sizes = [];
  for (const services of given.services) {
    sizes.push(await measureServers({ ...given, services, log }));
  }
  const report = {
    suite: 'servers',
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    processors: cpus().length,
    sizes,
  };
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  return 0;
}

run().then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.stderr.write(
      `bench: ${error instanceof Error ? error.stack : error}\n`,
    );
    process.exitCode = 3;
  },
);
