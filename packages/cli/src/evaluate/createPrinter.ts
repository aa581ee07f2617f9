import type { CallRequest, Verdict } from '@meshwright/plugin-mesh-common';
import type { Terminal } from '../terminal';
import { formatVerdict } from './formatVerdict';
import type { Question } from './readRequests';

type Judged = {
  index: number;
  id?: string;
  request: CallRequest;
  verdict: Verdict;
};

/** Prints answers as they come. */
export type Printer = {
  print(judged: Judged): void;
  /** A request that was not judged keeps its place. */
  skip(question: Extract<Question, { problem: unknown }>): void;
  end(): void;
};

export function createPrinter(
  format: 'text' | 'ndjson' | 'json',
  terminal: Pick<Terminal, 'write' | 'colour'>,
): Printer {
  if (format === 'text') {
    return {
      print: judged => terminal.write(formatVerdict(judged, terminal)),
      skip: () => undefined,
      end: () => undefined,
    };
  }
  let count = 0;
  const add = (answer: object) => {
    const before = count > 0 ? ',\n' : '{"verdicts":[\n';
    terminal.write(
      format === 'json'
        ? `${before}${JSON.stringify(answer)}`
        : `${JSON.stringify(answer)}\n`,
    );
    count += 1;
  };
  return {
    print: ({ index, id, verdict }) =>
      add({ index, ...(id !== undefined && { id }), ...withoutEmpty(verdict) }),
    skip: ({ index, id, problem }) =>
      add({
        index,
        ...(id !== undefined && { id }),
        problem: problem.message,
      }),
    end() {
      if (format !== 'json') return;
      terminal.write(count > 0 ? '\n]}\n' : '{"verdicts":[]}\n');
    },
  };
}

function withoutEmpty({ because, ...verdict }: Verdict) {
  return because.length > 0 ? { ...verdict, because } : verdict;
}
