import { Environment } from '@marcbachmann/cel-js';

export type Program = (self: unknown) => boolean;

/** What `url()` of Kubernetes gives. */
class Url {
  readonly #url: URL;

  constructor(text: string) {
    if (!URL.canParse(text)) {
      throw new Error(
        `URL parse error during conversion from string: parse ${JSON.stringify(
          text,
        )}: invalid URI for request`,
      );
    }
    this.#url = new URL(text);
  }

  get scheme(): string {
    return this.#url.protocol.slice(0, -1);
  }
}

function readDuration(error: unknown): Error {
  const text = error instanceof Error ? error.message : String(error);
  const [line] = text.split('\n');
  return new Error(
    /duration/i.test(line)
      ? "type conversion error from 'string' to 'google.protobuf.Duration'"
      : line,
  );
}

let environment: Environment | undefined;

/** Made when the first rule is needed: starting must stay fast. */
function provideEnvironment(): Environment {
  environment ??= new Environment({ homogeneousAggregateLiterals: false })
    .registerVariable('self', 'dyn')
    .registerType('kubernetes.URL', Url)
    .registerFunction(
      'url(string): kubernetes.URL',
      (text: string) => new Url(text),
    )
    .registerFunction(
      'kubernetes.URL.getScheme(): string',
      (url: Url) => url.scheme,
    );
  return environment;
}

/** Compiles a rule; running it throws, in one line, what went wrong. */
export function createProgram(rule: string): Program {
  const run = provideEnvironment().parse(rule);
  return self => {
    try {
      return run({ self }) === true;
    } catch (error) {
      throw readDuration(error);
    }
  };
}
