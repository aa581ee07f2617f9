// Builds the programs of the control plane, so that tests find them.
import { provideAssets } from './assets/provideAssets';

provideAssets({ log: text => process.stdout.write(`${text}\n`) }).then(
  ({ apiServer }) => process.stdout.write(`Ready: ${apiServer}\n`),
  error => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
