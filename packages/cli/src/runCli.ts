import { conformance } from './conformance/conformance';
import { EXIT, UsageError, type Terminal } from './terminal';

const usage = `Usage: meshwright COMMAND

  conformance FILE|FOLDER… [--json]   run cases whose verdicts are known
  help                                print this

`;

type Command = (args: string[], terminal: Terminal) => Promise<number>;

const commands: Record<string, Command> = { conformance };

/** Runs one command; resolves to its exit code. */
export async function runCli(
  [name, ...args]: string[],
  terminal: Terminal,
): Promise<number> {
  if (name === 'help' || name === '--help' || name === '-h') {
    terminal.write(usage);
    return EXIT.ok;
  }
  const command =
    name !== undefined && Object.hasOwn(commands, name)
      ? commands[name]
      : undefined;
  if (!command) {
    terminal.warn(name ? `meshwright: no command "${name}"\n` : '');
    terminal.warn(usage);
    return EXIT.usage;
  }
  try {
    return await command(args, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.warn(`meshwright ${name}: ${error.message}\n${usage}`);
    return EXIT.usage;
  }
}
