import { runAzureCampaign } from './azure/runAzureCampaign';
import { runMeshCampaign } from './mesh/runMeshCampaign';
import { type CampaignArguments, readArguments, USAGE } from './readArguments';

async function main(): Promise<number> {
  const options = readArguments(process.argv.slice(2));
  if (!options) {
    process.stderr.write(USAGE);
    return 2;
  }
  const tell = (text: string) => {
    process.stdout.write(`${text}\n`);
  };
  const { summary, isClean } =
    options.campaign === 'azure'
      ? await runAzure({ ...options, tell })
      : await runMesh({ ...options, tell });
  tell(JSON.stringify(summary));
  return isClean ? 0 : 1;
}

type Options = CampaignArguments & { tell: (text: string) => void };

async function runAzure(options: Options) {
  const summary = await runAzureCampaign(options);
  const { runs, converged, duplicates, orphans, wrongErrors } = summary;
  const wrong = duplicates + orphans + wrongErrors;
  return { summary, isClean: converged === runs && wrong === 0 };
}

async function runMesh(options: Options) {
  const cut = new Promise<void>(resolve => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  const summary = await runMeshCampaign({ ...options, cut });
  const { runs, converged, lost, widened, duplicated, leaked } = summary;
  const wrong = lost + widened + duplicated + leaked;
  const isClean = runs > 0 && converged === runs && wrong === 0;
  return { summary, isClean };
}

main().then(
  code => {
    // What a signal cut short would go on, without its servers.
    process.exit(code);
  },
  error => {
    process.stderr.write(
      `faults: ${error instanceof Error ? error.stack : error}\n`,
    );
    process.exitCode = 3;
  },
);
