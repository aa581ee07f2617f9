import { commands } from './commands';
import { formatHelp } from './formatHelp';
import { EXIT, UnreadableError, UsageError, type Terminal } from './terminal';

const list = Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(13)}${summary}`)
  .join('\n');

const usage = `Usage: meshwright COMMAND …

${list}
  help         print this, or how to call a command: help COMMAND

`;

/** Runs one command; resolves to its exit code. */
export async function runCli(
  args: string[],
  terminal: Terminal,
): Promise<number> {
  const [name, ...rest] = isHelp(args[0]) ? [args[1], '--help'] : args;
  if (name === undefined && rest.length > 0) {
    terminal.write(usage);
    return EXIT.ok;
  }
  const entry =
    name !== undefined && Object.hasOwn(commands, name)
      ? commands[name]
      : undefined;
  if (!entry || name === undefined) {
    terminal.warn(name ? `meshwright: no command "${name}"\n` : '');
    terminal.warn(usage);
    return EXIT.usage;
  }
  return runCommand(name, { entry, args: rest, terminal });
}

async function runCommand(
  name: string,
  {
    entry,
    args,
    terminal,
  }: { entry: (typeof commands)[string]; args: string[]; terminal: Terminal },
): Promise<number> {
  const command = entry.load();
  const end = args.indexOf('--');
  if (args.slice(0, end < 0 ? undefined : end).some(isHelpOption)) {
    terminal.write(formatHelp(name, command));
    return EXIT.ok;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.warn(
        `meshwright ${name}: ${error.message}\nUsage: meshwright ${name} ${command.synopsis}\n`,
      );
      return EXIT.usage;
    }
    if (!(error instanceof UnreadableError)) throw error;
    terminal.warn(`meshwright ${name}: ${error.message}\n`);
    return EXIT.unreadable;
  }
}

function isHelp(word: string | undefined): boolean {
  return word === 'help' || (word !== undefined && isHelpOption(word));
}

function isHelpOption(word: string): boolean {
  return word === '--help' || word === '-h';
}
