import { createReadStream } from 'node:fs';
import { decodeText } from './decodeText';
import { DocumentSplitter, type RawDocument } from './DocumentSplitter';
import type { Source } from './types';

/** A document as text with where it stands, or why it is none. */
export type TextDocument = {
  source: Source;
  text: string;
  problem?: string;
};

export type Input = {
  file: string;
  /** Absent for a stream that cannot be read again. */
  absolute?: string;
  stream?: AsyncIterable<Uint8Array>;
};

const MEBIBYTE = 2 ** 20;
const YAML_LIMIT = 32 * MEBIBYTE;
const JSON_LIMIT = 256 * MEBIBYTE;

/** The documents of a file or a stream, one after another. */
export async function* readDocuments(
  input: Input,
): AsyncGenerator<TextDocument> {
  const stream = input.stream ?? createReadStream(input.absolute ?? '');
  const chunks = stream[Symbol.asyncIterator]();
  const head = await readHead(chunks);
  const rest = { [Symbol.asyncIterator]: () => chunks };
  const format = guessFormat(input.file, head);
  const documents =
    format === 'json'
      ? readWhole(head, rest)
      : split(head, rest, {
          format: format === 'lines' ? 'lines' : 'yaml',
          limit: YAML_LIMIT,
        });
  for await (const raw of documents) {
    const document = toText(input, raw, format);
    yield document;
    // One line is enough to say that a file is binary.
    if (document.problem && !raw.problem) return;
  }
}

type Format = 'yaml' | 'json' | 'lines';

/** By the name of the file; a stream by its first sign. */
function guessFormat(file: string, head: Uint8Array): Format {
  if (/\.(ndjson|jsonl)$/i.test(file)) return 'lines';
  if (/\.json$/i.test(file)) return 'json';
  if (/\.ya?ml$/i.test(file)) return 'yaml';
  const first = head.find(byte => byte > 0x20);
  if (first !== 0x7b && first !== 0x5b) return 'yaml';
  return hasObjectOnFirstLine(head) ? 'lines' : 'json';
}

/** True when the first line is one object and something follows it. */
function hasObjectOnFirstLine(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString('utf8').trimStart();
  const end = text.indexOf('\n');
  if (end < 0 || text.slice(end).trim() === '') return false;
  try {
    JSON.parse(text.slice(0, end));
    return true;
  } catch {
    return false;
  }
}

/** The first chunk; a mark of the byte order is no part of the text. */
async function readHead(
  chunks: AsyncIterator<Uint8Array>,
): Promise<Uint8Array> {
  const { value, done } = await chunks.next();
  return done ? new Uint8Array() : (value as Uint8Array);
}

async function* split(
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
  options: ConstructorParameters<typeof DocumentSplitter>[0],
): AsyncGenerator<RawDocument> {
  const splitter = new DocumentSplitter(options);
  yield* splitter.push(head);
  for await (const chunk of rest) yield* splitter.push(chunk);
  yield* splitter.end();
}

async function* readWhole(
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<RawDocument> {
  const parts = [head];
  let size = head.length;
  for await (const chunk of rest) {
    size += chunk.length;
    if (size > JSON_LIMIT) {
      const problem = `It is larger than ${
        JSON_LIMIT / MEBIBYTE
      } MiB; split it, or write one object per line (.ndjson)`;
      yield { bytes: new Uint8Array(), offset: 0, line: 1, problem };
      return;
    }
    parts.push(chunk);
  }
  yield { bytes: Buffer.concat(parts), offset: 0, line: 1 };
}

function toText(
  { file, absolute }: Input,
  raw: RawDocument,
  format: Format,
): TextDocument {
  const decoded = raw.problem
    ? { problem: raw.problem }
    : decodeText(raw.bytes);
  const text = 'text' in decoded ? decoded.text : '';
  const { offset, line, bytes } = raw;
  return {
    text: text.replace(/^\.\.\./, '#..'),
    source: {
      file,
      line,
      offset,
      length: bytes.length,
      format: format === 'yaml' ? 'yaml' : 'json',
      path: [],
      ...(absolute ? { absolute } : { text }),
    },
    ...('problem' in decoded && { problem: decoded.problem }),
  };
}
