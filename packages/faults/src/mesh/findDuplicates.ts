import type { AuditEvent } from '@meshwright/control-plane';
import { idOfAudit, idOfObject } from './objectId';
import type { ObjectEvent } from './Recording';

/**
 * Second writes for one change, as sentences.
 *
 * @remarks
 *
 * A creation is a POST and a patch that hands its fields over: one change. A
 * write that changed nothing on the server is none when nobody was told what
 * had become of one before it. Where events were missed, writes are not
 * counted.
 */
export function findDuplicates(options: {
  events: readonly ObjectEvent[];
  /** What the API server wrote down of the replicas' requests. */
  audit: readonly AuditEvent[];
  /** Ids of objects, one for each write of unknown outcome. */
  untold: readonly string[];
}): string[] {
  return [...findRepeated(options.events), ...findIdle(options)];
}

/** The same content twice, one after the other. */
function findRepeated(events: readonly ObjectEvent[]): string[] {
  const seen = new Map<string, { content: string; isHandedOver: boolean }>();
  return events.flatMap(({ key, object, type, version }) => {
    if (type === 'delete') {
      seen.delete(key);
      return [];
    }
    const { labels, annotations, uid } = object.metadata;
    const content = JSON.stringify([uid, labels, annotations, object.spec]);
    const before = seen.get(key);
    const isSame = before?.content === content;
    const wasHandedOver = before?.isHandedOver ?? false;
    seen.set(key, { content, isHandedOver: wasHandedOver || isSame });
    return isSame && wasHandedOver
      ? [`${key} was written again as it was (version ${version})`]
      : [];
  });
}

/** More writes than changes, and not for a doubt. */
function findIdle(options: {
  events: readonly ObjectEvent[];
  audit: readonly AuditEvent[];
  untold: readonly string[];
}): string[] {
  const { events, audit, untold } = options;
  const gaps = new Set(
    events
      .filter(({ afterGap }) => afterGap)
      .map(({ object }) => idOfObject(object)),
  );
  const changes = count(events.map(({ object }) => idOfObject(object)));
  const doubts = count(untold);
  const carriedOut = audit.filter(isCarriedOut);
  return [...changes].flatMap(([id, number]) => {
    const writes = carriedOut.filter(event => idOfAudit(event) === id);
    const allowed = number + (doubts.get(id) ?? 0);
    if (gaps.has(id) || writes.length <= allowed) {
      return [];
    }
    const verbs = writes.map(({ verb }) => verb).join(', ');
    return [
      `${id} was written ${writes.length} times for ${number} changes (${verbs})`,
    ];
  });
}

function isCarriedOut({ responseStatus, requestURI }: AuditEvent): boolean {
  return (responseStatus?.code ?? 500) < 300 && !requestURI.includes('dryRun=');
}

function count(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    counts.set(item, (counts.get(item) ?? 0) + 1);
  }
  return counts;
}
