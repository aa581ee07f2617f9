import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  hashDeclaration,
  TOPIC_DECLARATION_CHANGED,
} from '@meshwright/plugin-mesh-common';
import createKnex from 'knex';
import { createBackend } from '../../backend/createBackend';
import { MeshDatabase } from '../../backend/parts';
import { serve } from '../../backend/serve';
import { FileCatalog } from './FileCatalog';
import type { Command } from './protocol';

type Backend = Awaited<ReturnType<typeof createBackend>>;

let backend: Backend;

async function start(
  options: Extract<Command, { type: 'start' }>,
): Promise<void> {
  const { name, config, database, catalog, leaseMs } = options;
  const knex = createKnex({
    client: 'pg',
    connection: { connectionString: database.url, application_name: name },
    searchPath: [database.schema],
    pool: { min: 0, max: 10 },
  });
  const stores = await MeshDatabase.create({
    database: { getClient: async () => knex, migrations: { skip: true } },
  });
  backend = await createBackend({
    config,
    catalog: new FileCatalog(catalog),
    stores,
    leaseMs,
  });
}

async function hint(entity: Entity): Promise<void> {
  await backend.events.publish({
    topic: TOPIC_DECLARATION_CHANGED,
    eventPayload: {
      entityRef: stringifyEntityRef(entity),
      hash: hashDeclaration(entity),
    },
  });
}

serve(async (command: Command) => {
  switch (command.type) {
    case 'start':
      return start(command);
    case 'hint':
      return hint(command.entity);
    default:
      return backend.trigger.trigger(command.cluster);
  }
});
