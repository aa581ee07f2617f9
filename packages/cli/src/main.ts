import { runCli } from './runCli';

/** How the command ends when it is the one to blame. */
const INTERNAL_ERROR = 3;

runCli(process.argv.slice(2), {
  cwd: process.cwd(),
  write: text => process.stdout.write(text),
  warn: text => process.stderr.write(text),
})
  .then(code => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`meshwright: ${message}\n`);
    process.exitCode = INTERNAL_ERROR;
  });
