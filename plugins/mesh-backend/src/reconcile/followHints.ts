import type { LoggerService } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import type { EventsService } from '@backstage/plugin-events-node';
import {
  hashDeclaration,
  TOPIC_DECLARATION_CHANGED,
} from '@meshwright/plugin-mesh-common';
import { z } from 'zod';
import type { CatalogReader } from '../catalog';
import type { HintStore } from '../database';
import { sleep } from './sleep';

const payloadSchema = z.object({
  entityRef: z.string().max(512),
  hash: z.string().max(128),
});

/** When the catalog may have stitched the entity that a hint tells of. */
const REREAD_AFTER_MS = [
  0, 200, 200, 300, 300, 500, 500, 1000, 2000, 2000, 3000,
];

/** The same while there are many hints: the catalog has enough to do. */
const REREAD_MANY_AFTER_MS = [1000, 3000, 6000];
const MANY = 50;

/**
 * Waits for what a hint announces to be readable in the catalog, then asks
 * for a pass. A hint is never trusted: the pass reads everything again.
 */
export async function followHints(options: {
  events: EventsService;
  reader: CatalogReader;
  hints: HintStore;
  logger: LoggerService;
  onChanged: () => void;
  signal: AbortSignal;
}): Promise<void> {
  const { events, hints, logger } = options;
  const newest = new Map<string, string>();

  await events.subscribe({
    id: 'mesh-declarations',
    topics: [TOPIC_DECLARATION_CHANGED],
    onEvent: async ({ eventPayload }) => {
      const hint = parseHint(eventPayload);
      if (!hint) {
        logger.warn('Ignored a hint that is not one of ours');
        return;
      }
      await hints.add({ ...hint, at: new Date().toISOString() });
      newest.set(hint.entityRef, hint.hash);
      void follow(hint, newest, options);
    },
  });
}

type Hint = z.infer<typeof payloadSchema>;

function parseHint(payload: unknown): Hint | undefined {
  const parsed = payloadSchema.safeParse(payload);
  if (!parsed.success) {
    return undefined;
  }
  try {
    const ref = stringifyEntityRef(parseEntityRef(parsed.data.entityRef));
    return { ...parsed.data, entityRef: ref };
  } catch {
    // Not a reference: nothing that could be read again.
    return undefined;
  }
}

async function follow(
  hint: Hint,
  newest: Map<string, string>,
  options: {
    reader: CatalogReader;
    logger: LoggerService;
    onChanged: () => void;
    signal: AbortSignal;
  },
) {
  const { reader, logger, onChanged, signal } = options;
  try {
    const delays = newest.size > MANY ? REREAD_MANY_AFTER_MS : REREAD_AFTER_MS;
    for (const delay of delays) {
      await sleep(delay, signal);
      if (newest.get(hint.entityRef) !== hint.hash) {
        return;
      }
      const entity = await reader.readEntity(hint.entityRef);
      if (entity && hashDeclaration(entity) === hint.hash) {
        onChanged();
        newest.delete(hint.entityRef);
        return;
      }
    }
    // The catalog took longer, or the entity is another one by now.
    newest.delete(hint.entityRef);
    onChanged();
  } catch (error) {
    if (!signal.aborted) {
      logger.warn('Could not follow a hint; the periodic pass catches up', {
        entityRef: hint.entityRef,
        error: toError(error).message,
      });
    }
  }
}
