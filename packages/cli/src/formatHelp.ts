import type { Command } from './command';

const WIDTH = 78;
const INDENT = 29;

/** What `meshwright COMMAND --help` prints. */
export function formatHelp(name: string, command: Command): string {
  const options = Object.entries(command.options).map(([key, option]) => {
    const head = `  --${key}${option.value ? ` ${option.value}` : ''}`;
    return column(head, option.help);
  });
  return [
    `Usage: meshwright ${name} ${command.synopsis}`,
    '',
    ...wrap(command.description, WIDTH),
    ...(options.length > 0 ? ['', 'Options:', ...options] : []),
    '',
    'Exit code:',
    ...command.exits.split('\n').map(line => `  ${line}`),
    '  2  some of the input cannot be read',
    '  3  the command was called wrongly, or broke',
    '',
  ].join('\n');
}

function column(head: string, text: string): string {
  const lines = wrap(text, WIDTH - INDENT);
  const first = lines[0] ?? '';
  const start =
    head.length < INDENT - 1
      ? [`${head.padEnd(INDENT)}${first}`]
      : [head, `${' '.repeat(INDENT)}${first}`];
  const rest = lines.slice(1).map(line => `${' '.repeat(INDENT)}${line}`);
  return [...start, ...rest].join('\n');
}

/** Breaks a text into lines between words. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
