import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type {
  Declaration,
  ReadDeclarationResult,
  UnreadableKey,
} from '../types';
import { parseRef, unique } from './conditions';
import { Field, isObject, Report } from './Field';
import { readAccess } from './readAccess';
import { DEPLOYMENT_KEYS, readDeployments } from './readDeployments';
import { readExternal } from './readExternal';
import { type Needs, readNeeds } from './readNeeds';

const LOCATION = 'backstage.io/managed-by-location';
const ORIGIN = 'backstage.io/managed-by-origin-location';
const TIER = 'meshwright.io/tier';
const KEYS = [...DEPLOYMENT_KEYS, 'deployments', 'dependencies', 'access'];

/** True for an entity that asks to be part of the mesh. */
export function isDeclared(entity: Entity): boolean {
  const { kind, spec } = entity;
  const isCluster = kind === 'Resource' && spec?.type === 'mesh-cluster';
  return isObject(spec) && spec.mesh !== undefined && !isCluster;
}

/**
 * Reads what an entity says about itself; everything in it is a claim.
 *
 * @remarks
 *
 * Never throws: what cannot be read grants nothing and becomes a diagnostic.
 *
 * @public
 */
export function readDeclaration(entity: Entity): ReadDeclarationResult {
  if (!isDeclared(entity)) {
    return { diagnostics: [], unreadable: [], unreadableNeeds: [], listed: [] };
  }
  const report = new Report(stringifyEntityRef(entity));
  const spec = new Field(report, entity.spec, '/spec');
  const mesh = spec.at('mesh');
  if (!['component', 'resource'].includes(entity.kind.toLowerCase())) {
    report.add(
      'MW1023',
      mesh.pointer,
      `${entity.kind} '${entity.metadata.name}' has spec.mesh, but only components and resources can be in the mesh; remove it`,
    );
    return {
      diagnostics: report.diagnostics,
      unreadable: [],
      unreadableNeeds: [],
      listed: [],
    };
  }
  return isObject(mesh.value)
    ? readMesh(mesh, spec, entity)
    : readNothing(mesh, spec, entity);
}

function readMesh(
  mesh: Field,
  spec: Field,
  entity: Entity,
): ReadDeclarationResult {
  const { diagnostics } = mesh.report;
  if (isExternal(entity)) {
    return readOutside(mesh, spec, entity);
  }
  // An unknown key may be a restriction that somebody misspelt.
  const isUnsure = mesh.object(KEYS) !== 'ok';
  const isHidden = (key: string) => isUnsure && !mesh.at(key).present;
  const placed = readDeployments(mesh, entity);
  const needs = readNeeds(spec, mesh, entity);
  const read = isHidden('dependencies') ? withoutNeeds(needs) : needs;
  const rule: ReturnType<typeof readAccess> = isHidden('access')
    ? { complete: false }
    : readAccess(mesh, entity);
  const unreadable: UnreadableKey[] = [
    ...(placed.complete ? [] : ['deployments' as const]),
    ...(read.unreadable.length === 0 ? [] : ['needs' as const]),
    ...(rule.complete ? [] : ['access' as const]),
  ];
  return {
    declaration: {
      ...claimsOf(spec, entity, 'workload'),
      deployments: placed.deployments,
      needs: read.needs,
      ...(rule.access && { access: rule.access }),
    },
    diagnostics,
    unreadable,
    unreadableNeeds: read.unreadable,
    listed: read.listed,
  };
}

/** An external service needs nothing; others need it. */
function readOutside(
  mesh: Field,
  spec: Field,
  entity: Entity,
): ReadDeclarationResult {
  const isUnsure = mesh.object(['hosts', 'ports', 'access']) !== 'ok';
  const { external, complete } = readExternal(mesh);
  const rule: ReturnType<typeof readAccess> =
    isUnsure && !mesh.at('access').present
      ? { complete: false }
      : readAccess(mesh, entity);
  return {
    declaration: {
      ...claimsOf(spec, entity, 'external-service'),
      ...(external && { external }),
      ...(rule.access && { access: rule.access }),
    },
    diagnostics: mesh.report.diagnostics,
    unreadable: [
      ...(complete ? [] : ['deployments' as const]),
      ...(rule.complete ? [] : ['access' as const]),
    ],
    unreadableNeeds: [],
    listed: [],
  };
}

/** Of an unreadable spec.mesh, the lists of needs still tell what is gone. */
function readNothing(
  mesh: Field,
  spec: Field,
  entity: Entity,
): ReadDeclarationResult {
  mesh.problem('MW1001', '; write an object, at least { cluster, namespace }');
  const { unreadable, listed } = withoutNeeds(
    readNeeds(spec, undefined, entity),
  );
  return {
    declaration: claimsOf(
      spec,
      entity,
      isExternal(entity) ? 'external-service' : 'workload',
    ),
    diagnostics: mesh.report.diagnostics,
    unreadable: ['all'],
    unreadableNeeds: unreadable,
    listed,
  };
}

/** They are written down, but not how far they go. */
function withoutNeeds(read: Needs): Needs {
  const lost = read.needs.map(({ relation, targetRef }) => ({
    relation,
    targetRef,
  }));
  return { ...read, needs: [], unreadable: [...lost, ...read.unreadable] };
}

function isExternal(entity: Entity): boolean {
  return entity.kind === 'Resource' && entity.spec?.type === 'external-service';
}

function claimsOf(
  spec: Field,
  entity: Entity,
  kind: Declaration['kind'],
): Declaration {
  const namespace = entity.metadata.namespace ?? 'default';
  const { annotations = {}, labels = {}, tags, title } = entity.metadata;
  const lifecycle = spec.at('lifecycle').value;
  const apis = spec.at('providesApis').value;
  const declaration: Declaration = {
    entityRef: spec.report.entityRef,
    kind,
    owner: refOf(spec.at('owner'), 'group', namespace),
    system: refOf(spec.at('system'), 'system', namespace),
    lifecycle: typeof lifecycle === 'string' ? lifecycle : undefined,
    tier: typeof labels[TIER] === 'string' ? labels[TIER] : undefined,
    tags: readTags(tags),
    title,
    location: annotations[LOCATION],
    origin: annotations[ORIGIN],
    deployments: [],
    needs: [],
    providesApis: unique(
      (Array.isArray(apis) ? apis : []).flatMap(api =>
        typeof api === 'string'
          ? parseRef(api, { kind: 'api', namespace }) ?? []
          : [],
      ),
    ),
  };
  return Object.fromEntries(
    Object.entries(declaration).filter(([, value]) => value !== undefined),
  ) as Declaration;
}

function readTags(tags: unknown): string[] | undefined {
  const texts = (Array.isArray(tags) ? tags : []).filter(
    tag => typeof tag === 'string',
  );
  return texts.length > 0 ? unique(texts) : undefined;
}

function refOf(
  field: Field,
  kind: string,
  namespace: string,
): string | undefined {
  return typeof field.value === 'string'
    ? parseRef(field.value, { kind, namespace })
    : undefined;
}
