// Builds the programs of the control plane, so that tests find them.
import { provideAssets } from './assets/provideAssets';
import { provideTool } from './assets/provideTool';

const log = (text: string) => process.stdout.write(`${text}\n`);

async function main() {
  const { apiServer } = await provideAssets({ log });
  if (!process.env.KUBEBUILDER_ASSETS) {
    await provideTool('toxiproxy', { log });
    await provideTool('kwok', { log });
  }
  log(`Ready: ${apiServer}`);
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
