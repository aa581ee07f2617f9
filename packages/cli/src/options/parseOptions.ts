import { parseArgs, type ParseArgsOptionDescriptor } from 'node:util';
import { messageOf } from '../messageOf';
import { UsageError } from '../terminal';

/** An option of a command, as `parseArgs` knows it and people read it. */
export type Option = ParseArgsOptionDescriptor & {
  /** Stands for the value in the help, for example `FILE`. */
  value?: string;
  help: string;
};

export type Options = Record<string, Option>;

type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true }>
>;

/** The values of options, by their names. */
export type Values<T extends Options> = Parsed<T>['values'];

/** Reads the arguments of a command; says in one sentence what is wrong. */
export function parseOptions<T extends Options>(
  args: string[],
  options: T,
): { values: Values<T>; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args,
      options,
      allowPositionals: true,
      allowNegative: false,
    });
    return { values, positionals } as Parsed<T>;
  } catch (error) {
    throw new UsageError(describe(messageOf(error), options));
  }
}

function describe(message: string, options: Options): string {
  const [sentence = message] = message.split(/\. |\n/);
  const unknown = /^Unknown option '(--?[^']+)'/.exec(sentence);
  if (!unknown) return sentence;
  const near = Object.keys(options).find(name =>
    isNear(name, unknown[1] ?? ''),
  );
  return near ? `${sentence}; did you mean '--${near}'?` : sentence;
}

/** True when one is the start of the other, or one letter is wrong. */
function isNear(name: string, typed: string): boolean {
  const word = typed.replace(/^-+/, '').split('=')[0] ?? '';
  if (word.length < 3) return false;
  if (name.startsWith(word) || word.startsWith(name)) return true;
  const at = [...name].findIndex((letter, index) => letter !== word[index]);
  return [
    name.slice(at + 1) === word.slice(at + 1),
    name.slice(at) === word.slice(at + 1),
    name.slice(at + 1) === word.slice(at),
  ].some(Boolean);
}

/** One of the values that are known, or a sentence about it. */
export function choose<const T extends string>(
  name: string,
  value: string | undefined,
  known: readonly [T, ...T[]],
): T {
  if (value === undefined) return known[0];
  const found = known.find(each => each === value);
  if (found !== undefined) return found;
  throw new UsageError(
    `--${name} is '${value}'; it can be ${known.join(', ')}`,
  );
}
