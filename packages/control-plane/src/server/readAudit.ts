import { readFileSync } from 'node:fs';

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
};

/** The whole audit log so far. */
export function readAudit(file: string): AuditEvent[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
}
