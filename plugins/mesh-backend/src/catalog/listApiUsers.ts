import {
  type Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';

/** Who provides or consumes an API, by the full reference of the API. */
export function listApiUsers(
  entities: readonly Entity[],
): Map<string, string[]> {
  const users = new Map<string, Set<string>>();
  for (const entity of entities) {
    const user = stringifyEntityRef(entity);
    const { providesApis, consumesApis } = entity.spec ?? {};
    for (const name of [providesApis, consumesApis].flat()) {
      const api = readRef(name, entity);
      if (api) {
        users.set(api, (users.get(api) ?? new Set()).add(user));
      }
    }
  }
  return new Map([...users].map(([api, refs]) => [api, [...refs].sort()]));
}

function readRef(name: unknown, { metadata }: Entity): string | undefined {
  if (typeof name !== 'string') {
    return undefined;
  }
  try {
    const defaultNamespace = metadata.namespace ?? 'default';
    return stringifyEntityRef(
      parseEntityRef(name, { defaultKind: 'api', defaultNamespace }),
    );
  } catch {
    // The model says what is wrong with it.
    return undefined;
  }
}
