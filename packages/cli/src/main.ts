import { messageOf } from './messageOf';
import { runCli } from './runCli';

/** How the command ends when it is the one to blame. */
const INTERNAL_ERROR = 3;
/** As the shell says of a command whose reader went away. */
const BROKEN_PIPE = 141;

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? BROKEN_PIPE : INTERNAL_ERROR);
  });
}

runCli(process.argv.slice(2), {
  cwd: process.cwd(),
  write: text => process.stdout.write(text),
  warn: text => process.stderr.write(text),
  stdin: process.stdin,
  colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
  now: () => new Date(),
})
  .then(code => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    process.stderr.write(`meshwright: ${messageOf(error)}\n`);
    process.exitCode = INTERNAL_ERROR;
  });
