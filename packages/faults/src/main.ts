import { readArguments, USAGE } from './readArguments';
import { runAzureCampaign } from './azure/runAzureCampaign';

async function main(): Promise<number> {
  const options = readArguments(process.argv.slice(2));
  if (!options) {
    process.stderr.write(USAGE);
    return 2;
  }
  const summary = await runAzureCampaign({
    ...options,
    tell: text => process.stdout.write(`${text}\n`),
  });
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  const { runs, converged, duplicates, orphans, wrongErrors } = summary;
  const isClean =
    converged === runs && duplicates + orphans + wrongErrors === 0;
  return isClean ? 0 : 1;
}

main().then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.stderr.write(
      `faults: ${error instanceof Error ? error.stack : error}\n`,
    );
    process.exitCode = 3;
  },
);
