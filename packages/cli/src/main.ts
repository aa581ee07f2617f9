import { messageOf } from './messageOf';
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
    process.stderr.write(`meshwright: ${messageOf(error)}\n`);
    process.exitCode = INTERNAL_ERROR;
  });
