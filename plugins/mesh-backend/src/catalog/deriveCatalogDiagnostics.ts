import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import type { Diagnostic } from '@meshwright/plugin-mesh-common';
import { listApiUsers } from './listApiUsers';

/** Type of the status items in which the catalog tells of its own errors. */
const CATALOG_PROCESSING = 'backstage.io/catalog-processing';

/**
 * What the catalog could not take over: of files that it cannot read or
 * parse, and of entities that it refuses. It then keeps the version before.
 * Who uses an API is told of what is wrong with it, too.
 */
export function deriveCatalogDiagnostics(
  entities: readonly Entity[],
): Diagnostic[] {
  const brokenFiles = readBrokenFiles(entities);
  const describe = (entity: Entity) => [
    ...describeBrokenFile(entity, brokenFiles),
    ...describeRefusal(entity),
  ];
  const meshed = entities.filter(({ spec }) => spec?.mesh !== undefined);
  const apis = entities.filter(isApi).flatMap(describe);
  const users = apis.length > 0 ? listApiUsers(meshed) : new Map();
  return [
    ...meshed.flatMap(describe),
    ...apis.flatMap(problem => {
      const usedBy: string[] = users.get(problem.entityRef) ?? [];
      return usedBy.length > 0
        ? [problem, ...usedBy.map(entityRef => tellUser(entityRef, problem))]
        : [];
    }),
  ];
}

function describeBrokenFile(
  entity: Entity,
  brokenFiles: ReadonlyMap<string, string>,
): Diagnostic[] {
  const annotations = entity.metadata.annotations ?? {};
  const file = [
    annotations[ANNOTATION_LOCATION],
    annotations[ANNOTATION_ORIGIN_LOCATION],
  ].find(location => location && brokenFiles.has(location));
  if (!file) {
    return [];
  }
  return [
    {
      code: 'MW1901',
      severity: 'error',
      entityRef: stringifyEntityRef(entity),
      pointer: '/metadata/annotations',
      message: `The catalog cannot read ${file}: ${brokenFiles.get(
        file,
      )}. It keeps the last version it could read, and so does the mesh; repair the file`,
    },
  ];
}

function describeRefusal(entity: Entity): Diagnostic[] {
  const error = readError(entity);
  return error === undefined
    ? []
    : [
        {
          code: 'MW1902',
          severity: 'error',
          entityRef: stringifyEntityRef(entity),
          pointer: '',
          message: `The catalog refuses the newer version: ${error}. It keeps the last version it accepted; correct the entity`,
        },
      ];
}

function tellUser(entityRef: string, problem: Diagnostic): Diagnostic {
  return {
    code: 'MW1903',
    severity: 'warning',
    entityRef,
    pointer: '/spec',
    message: `Of ${problem.entityRef}: ${problem.message}. What its definition granted before stays`,
  };
}

/** Location (`type:target`) to the catalog's words about it. */
function readBrokenFiles(entities: readonly Entity[]): Map<string, string> {
  const broken = new Map<string, string>();
  for (const entity of entities) {
    const error = entity.kind === 'Location' ? readError(entity) : undefined;
    if (error !== undefined) {
      readTargets(entity).forEach(target => broken.set(target, error));
    }
  }
  return broken;
}

function readTargets(location: Entity): string[] {
  const { type, target, targets } = location.spec ?? {};
  const own = location.metadata.annotations?.[ANNOTATION_LOCATION];
  const prefix = typeof type === 'string' ? type : own?.split(':')[0];
  return [target, ...(Array.isArray(targets) ? targets : [])]
    .filter((value): value is string => typeof value === 'string')
    .map(value => `${prefix}:${value}`);
}

function readError(entity: AlphaEntity): string | undefined {
  const item = entity.status?.items?.find(
    ({ level, type }) => level === 'error' && type === CATALOG_PROCESSING,
  );
  return item && trimStop(item.message);
}

function isApi({ kind }: Entity): boolean {
  return kind.toLocaleLowerCase('en-US') === 'api';
}

function trimStop(message: string): string {
  return message.trim().replace(/\.$/, '');
}
