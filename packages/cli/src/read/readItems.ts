import { classify, unwrap } from './classify';
import { describeError, listFiles, type ListOptions } from './listFiles';
import { parseText } from './parseText';
import { type Input, readDocuments } from './readDocuments';
import { resolvePlaceholders } from './resolvePlaceholders';
import type { Item, Problem, Source } from './types';

export type ReadOptions = ListOptions & { stdin: AsyncIterable<Uint8Array> };

/** Either something that was read, or why it was not. */
export type ReadResult = Item | ({ type: 'problem' } & Problem);

/**
 * Reads entities and manifests from files, folders and standard input (`-`),
 * one document after another. Never throws: what cannot be read is a problem,
 * and the rest goes on.
 */
export async function* readItems(
  paths: readonly string[],
  options: ReadOptions,
): AsyncGenerator<ReadResult> {
  for (const path of paths) {
    if (path === '-') {
      const input = { file: '<stdin>', stream: options.stdin };
      yield* readNamed(input, undefined);
      continue;
    }
    for await (const found of listFiles(path, options)) {
      if ('message' in found) {
        yield { type: 'problem', ...found };
      } else if (found.isNamed) {
        yield* readNamed(found, found.root);
      } else {
        yield* readInput(found, found.root);
      }
    }
  }
}

/** A file that somebody named and that has nothing is a mistake. */
async function* readNamed(
  input: Input,
  root: string | undefined,
): AsyncGenerator<ReadResult> {
  let isUseful = false;
  for await (const result of readInput(input, root)) {
    isUseful ||= result.type !== 'other';
    if (result.type !== 'other') yield result;
  }
  if (isUseful) return;
  const message = 'It has neither entities nor manifests';
  yield { type: 'problem', file: input.file, message };
}

async function* readInput(
  input: Input,
  root: string | undefined,
): AsyncGenerator<ReadResult> {
  const { file } = input;
  try {
    for await (const { source, text, problem } of readDocuments(input)) {
      if (problem) {
        yield { type: 'problem', file, line: source.line, message: problem };
      } else {
        yield* readText(source, { text, root });
      }
    }
  } catch (error) {
    yield { type: 'problem', file, message: describeError(error) };
  }
}

async function* readText(
  source: Source,
  { text, root }: { text: string; root: string | undefined },
): AsyncGenerator<ReadResult> {
  if (text.trim() === '') return;
  const parsed = parseText(text, source.format);
  const { file } = source;
  if ('problem' in parsed) {
    const { problem: message, line = 1, column } = parsed;
    const place = { file, line: source.line + line - 1, column };
    yield { type: 'problem', ...place, message };
    return;
  }
  // A document of comments is none.
  if (parsed.value === null || parsed.value === undefined) return;
  for (const { value, path } of unwrap(parsed.value)) {
    const here = { ...source, path };
    const read = classify(value);
    if (read.type === 'problem') {
      yield { ...read, file, line: source.line };
    } else if (read.type === 'entity') {
      const { entity, problems } = await resolvePlaceholders(read.entity, {
        source: here,
        root,
      });
      yield* problems.map(each => ({ type: 'problem' as const, ...each }));
      yield { type: 'entity', entity, source: here };
    } else {
      yield { ...read, source: here };
    }
  }
}
