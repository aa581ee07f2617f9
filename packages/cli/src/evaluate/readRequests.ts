import { resolve } from 'node:path';
import type { CallRequest } from '@meshwright/plugin-mesh-common';
import { isRecord } from '@meshwright/plugin-mesh-common/evaluate';
import { describeError } from '../read/listFiles';
import { parseText } from '../read/parseText';
import { readDocuments } from '../read/readDocuments';
import type { Problem } from '../read/types';
import type { Terminal } from '../terminal';
import { readRequest } from './callSchema';

/** A request with how its answer is found again. */
export type Question =
  | { index: number; id?: string; request: CallRequest }
  | { index: number; id?: string; problem: Problem };

/**
 * Reads requests one after another: one, a list of them, or one per line;
 * each as it is, or as `request` of an object with an `id`.
 */
export async function* readRequests(
  path: string,
  { cwd, stdin }: Pick<Terminal, 'cwd' | 'stdin'>,
): AsyncGenerator<Question> {
  const input =
    path === '-'
      ? { file: '<stdin>', stream: stdin }
      : { file: path, absolute: resolve(cwd, path) };
  const { file } = input;
  let index = 0;
  try {
    for await (const { source, text, problem } of readDocuments(input)) {
      if (text.trim() === '' && !problem) continue;
      const parsed = problem ? { problem } : parseText(text, source.format);
      if ('problem' in parsed) {
        const { problem: message } = parsed;
        const line = 'line' in parsed ? parsed.line ?? 1 : 1;
        const place = { file, line: source.line + line - 1 };
        yield { index, problem: { ...place, message } };
        index += 1;
        continue;
      }
      const list = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
      for (const value of list) {
        yield toQuestion(value, index, { file, line: source.line });
        index += 1;
      }
    }
  } catch (error) {
    yield { index, problem: { file, message: describeError(error) } };
  }
}

function toQuestion(
  value: unknown,
  index: number,
  place: { file: string; line: number },
): Question {
  const { id, request, ...rest } = isRecord(value)
    ? value
    : { id: undefined, request: value };
  const name = typeof id === 'string' ? { id } : {};
  const read = readRequest(request ?? rest);
  if ('request' in read) return { index, ...name, request: read.request };
  const message = `Request ${name.id ?? index + 1}: ${read.problem}`;
  return { index, ...name, problem: { ...place, message } };
}
