import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
} from 'node:fs';

/** What the API server writes of each request; the fields that tests read. */
export type AuditEvent = {
  stage: string;
  verb: string;
  requestURI: string;
  user: { username: string };
  userAgent?: string;
  objectRef?: {
    apiGroup?: string;
    resource: string;
    namespace?: string;
    name?: string;
  };
  responseStatus?: { code: number };
  /** When the request came in; ISO, with microseconds. */
  requestReceivedTimestamp?: string;
};

/** Nothing for a line that a killed server did not end. */
function parseLine(line: string): AuditEvent[] {
  try {
    return line ? [JSON.parse(line)] : [];
  } catch {
    return [];
  }
}

/** The whole audit log so far. */
export function readAudit(file: string): AuditEvent[] {
  return readFileSync(file, 'utf8').split('\n').flatMap(parseLine);
}

/** Hands out, at each call, the events since the last one. */
export function followAudit(file: string): () => AuditEvent[] {
  let offset = 0;
  let rest = '';
  return () => {
    const handle = openSync(file, 'r');
    try {
      const buffer = Buffer.alloc(Math.max(fstatSync(handle).size - offset, 0));
      offset += readSync(handle, buffer, 0, buffer.length, offset);
      const lines = (rest + buffer.toString()).split('\n');
      rest = lines.pop() ?? '';
      return lines.flatMap(parseLine);
    } finally {
      closeSync(handle);
    }
  };
}
