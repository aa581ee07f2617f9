import type { Options, Values } from './options/parseOptions';
import { parseOptions } from './options/parseOptions';
import type { Terminal } from './terminal';

/** A command as `runCli` calls it. */
export type Command = {
  /** Arguments after the name, for example `FILE|FOLDER…`. */
  synopsis: string;
  /** A sentence or two for people who ask for help. */
  description: string;
  options: Options;
  /** What its exit codes mean, beyond those of every command. */
  exits: string;
  run(args: string[], terminal: Terminal): Promise<number>;
};

/** Makes a command whose options have types. */
export function defineCommand<T extends Options>(
  definition: Omit<Command, 'options' | 'run'> & {
    options: T;
    run(
      given: { values: Values<T>; paths: string[] },
      terminal: Terminal,
    ): Promise<number>;
  },
): Command {
  const { options, run } = definition;
  return {
    ...definition,
    run: (args, terminal) => {
      const { values, positionals } = parseOptions(args, options);
      return run({ values, paths: positionals }, terminal);
    },
  };
}
