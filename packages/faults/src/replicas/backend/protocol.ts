import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';

/** What the process of a replica is told. */
export type Command =
  | {
      type: 'start';
      /** Who it is, for the database. */
      name: string;
      config: JsonObject;
      database: { url: string; schema: string };
      /** Path of the file that has the entities of the catalog. */
      catalog: string;
      leaseMs: number;
    }
  /** That an entity was declared anew, as one replica alone learns it. */
  | { type: 'hint'; entity: Entity }
  /** Asks for a pass soon. */
  | { type: 'pass'; cluster: string };
