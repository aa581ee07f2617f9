import { measureAzure } from './azure/measureAzure';

measureAzure().then(
  measured => {
    process.stdout.write(`${JSON.stringify(measured, undefined, 2)}\n`);
  },
  error => {
    process.stderr.write(
      `bench: ${error instanceof Error ? error.stack : error}\n`,
    );
    process.exitCode = 3;
  },
);
