import type { AuditEvent } from '@meshwright/control-plane';
import { idOfAudit } from '../mesh/objectId';

/** A write that the API server carried out for a replica. */
export type Write = {
  replica: string;
  /** Of the object. */
  id: string;
  verb: string;
  /** Milliseconds since 1970 at which the request came in. */
  at: number;
};

const WRITING = new Set(['create', 'update', 'patch', 'delete']);

/** What replicas wrote, in its order, as the API server wrote it down. */
export function listWrites(
  audit: readonly AuditEvent[],
  replicas: readonly string[],
): Write[] {
  return audit
    .filter(isWrite)
    .filter(({ user }) => replicas.includes(user.username))
    .map(event => ({
      replica: event.user.username,
      id: idOfAudit(event) ?? event.requestURI,
      verb: event.verb,
      at: toMilliseconds(event.requestReceivedTimestamp),
    }))
    .sort((a, b) => a.at - b.at);
}

/** Asking for rights is a POST that writes nothing, and so is a dry run. */
function isWrite({ verb, requestURI, responseStatus }: AuditEvent): boolean {
  return (
    WRITING.has(verb) &&
    !requestURI.startsWith('/apis/authorization.k8s.io/') &&
    !requestURI.includes('dryRun=') &&
    (responseStatus?.code ?? 500) < 300
  );
}

/** `Date` drops what is finer than a millisecond. */
function toMilliseconds(timestamp = ''): number {
  const [, digits = '0'] = /\.(\d+)Z$/.exec(timestamp) ?? [];
  const seconds = Math.floor(Date.parse(timestamp) / 1000);
  return seconds * 1000 + Number(`0.${digits}`) * 1000;
}
