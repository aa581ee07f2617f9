import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { parseRef } from '../read/conditions';

/** Tells the domain of a system, as the System entity says. */
export class Domains {
  readonly #bySystem = new Map<string, string>();

  constructor(entities: readonly Entity[]) {
    for (const entity of entities) {
      const domain = entity.kind === 'System' ? domainOf(entity) : undefined;
      if (domain) {
        this.#bySystem.set(stringifyEntityRef(entity), domain);
      }
    }
  }

  of(system: string | undefined): string | undefined {
    return system === undefined ? undefined : this.#bySystem.get(system);
  }
}

function domainOf({ metadata, spec }: Entity): string | undefined {
  const domain = spec?.domain;
  const namespace = metadata.namespace ?? 'default';
  return typeof domain === 'string'
    ? parseRef(domain, { kind: 'domain', namespace })
    : undefined;
}
