import type { Entity } from '@backstage/catalog-model';
import type { DeploymentClaim } from '../types';
import { readAll, unique } from './conditions';
import { Field, isObject } from './Field';
import {
  isDnsLabel,
  isDnsName,
  isLabelKey,
  isLabelValue,
  readLabelName,
  readNamespace,
  readSubdomain,
} from './names';
import { readExpose } from './readExpose';
import { readPorts } from './readPorts';

const SELECTOR_ANNOTATION = 'backstage.io/kubernetes-label-selector';
const MAX_DEPLOYMENTS = 100;
const MAX_LABELS = 8;

/** Keys that a deployment may override. */
export const DEPLOYMENT_KEYS = [
  'cluster',
  'namespace',
  'serviceAccount',
  'selector',
  'service',
  'ports',
  'expose',
  'dns',
  'inMesh',
];

type Deployments = { deployments: DeploymentClaim[]; complete: boolean };

/** Where the entity says that it runs, by the short or the long form. */
export function readDeployments(mesh: Field, entity: Entity): Deployments {
  const listed = mesh.at('deployments');
  if (!listed.present) {
    return toDeployments([readDeployment(mesh, mesh, entity)]);
  }
  const both = ['cluster', 'namespace'].filter(key => mesh.at(key).present);
  for (const key of both) {
    mesh
      .at(key)
      .problem(
        'MW1022',
        ', but spec.mesh.deployments says where it runs as well; keep one of the two',
      );
  }
  const items = listed.list(MAX_DEPLOYMENTS);
  const { deployments, complete } = toDeployments(
    (items ?? []).map(item =>
      item.object(DEPLOYMENT_KEYS)
        ? readDeployment(item, mesh, entity)
        : undefined,
    ),
  );
  return withoutDuplicates(
    { deployments, complete: complete && items !== undefined && !both.length },
    mesh,
  );
}

function toDeployments(
  items: Array<{ claim?: DeploymentClaim; complete: boolean } | undefined>,
): Deployments {
  return {
    deployments: items.flatMap(item => item?.claim ?? []),
    complete: items.every(item => item?.complete),
  };
}

function withoutDuplicates(read: Deployments, mesh: Field): Deployments {
  const seen = new Set<string>();
  const deployments = read.deployments.filter(claim => {
    const place = `${claim.cluster}/${claim.namespace}`;
    if (seen.has(place)) {
      mesh.report.add(
        'MW1022',
        claim.pointer,
        `${mesh.name}.deployments names ${place} twice; keep one of the two`,
      );
      return false;
    }
    seen.add(place);
    return true;
  });
  const unchanged = deployments.length === read.deployments.length;
  return { deployments, complete: read.complete && unchanged };
}

/** Reads one deployment; a key that it lacks is taken from `spec.mesh`. */
function readDeployment(
  own: Field,
  mesh: Field,
  entity: Entity,
): { claim?: DeploymentClaim; complete: boolean } {
  const pick = (key: string) => (own.at(key).present ? own : mesh).at(key);
  const { name } = entity.metadata;
  const cluster = required(own.at('cluster'), readLabelName);
  const namespace = required(own.at('namespace'), readNamespace);
  const serviceAccount = readServiceAccount(pick('serviceAccount'), name);
  const selector = readSelector(pick('selector'), entity);
  const service = readService(pick('service'), name);
  const { ports, complete: allPorts } = readPorts(pick('ports'));
  const { expose, complete: allRoutes } = readExpose(pick('expose'));
  const dns = readDns(pick('dns'));
  const inMesh = readInMesh(pick('inMesh'));
  if (
    !cluster ||
    !namespace ||
    !serviceAccount ||
    !selector ||
    service === undefined ||
    inMesh === undefined
  ) {
    return { complete: false };
  }
  return {
    complete: allPorts && allRoutes && dns !== undefined,
    claim: {
      cluster,
      namespace,
      serviceAccount,
      selector,
      ...(service !== 'none' && { service }),
      ports,
      inMesh,
      expose,
      dns: dns ?? [],
      pointer: own.pointer,
    },
  };
}

function required(
  field: Field,
  read: (present: Field) => string | undefined,
): string | undefined {
  return field.present
    ? read(field)
    : field.problem('MW1009', '; say where the service runs');
}

function readServiceAccount(field: Field, name: string): string | undefined {
  const account = field.present
    ? readSubdomain(field)
    : nameOr(field, name, isDnsName);
  return account === 'default'
    ? field.problem(
        'MW1008',
        ", and every pod without an account of its own runs as 'default'; name an account that only this service uses",
      )
    : account;
}

function readService(field: Field, name: string): string | undefined {
  return field.present ? readLabelName(field) : nameOr(field, name, isDnsLabel);
}

/** The entity's own name, where Kubernetes allows it. */
function nameOr(
  field: Field,
  name: string,
  isAllowed: (text: string) => boolean,
): string | undefined {
  const text = name.toLocaleLowerCase('en-US');
  return isAllowed(text)
    ? text
    : field.problem(
        'MW1009',
        `, and '${name}' cannot stand in for it in Kubernetes; write it`,
      );
}

function readInMesh(field: Field): boolean | undefined {
  if (!field.present) {
    return true;
  }
  return typeof field.value === 'boolean'
    ? field.value
    : field.problem('MW1003', '; write true or false');
}

function readDns(field: Field): string[] | undefined {
  if (!field.present) {
    return [];
  }
  if (Array.isArray(field.value) && field.value.length === 0) {
    return [];
  }
  const names = readAll(field, readSubdomain);
  return names && unique(names);
}

function readSelector(
  field: Field,
  entity: Entity,
): Record<string, string> | undefined {
  const annotation = entity.metadata.annotations?.[SELECTOR_ANNOTATION];
  if (field.present) {
    return readLabels(field);
  }
  if (annotation === undefined) {
    return { app: entity.metadata.name };
  }
  const pointer = `/metadata/annotations/${SELECTOR_ANNOTATION.replace(
    '/',
    '~1',
  )}`;
  const source = new Field(field.report, annotation, pointer);
  const pairs = String(annotation)
    .split(',')
    .map(part => /^\s*([^\s=!]+)\s*==?\s*([^\s=!]*)\s*$/.exec(part));
  if (pairs.some(pair => pair === null)) {
    return source.problem(
      'MW1006',
      "; write labels as 'app=checkout', or set spec.mesh.selector",
    );
  }
  const labels = Object.fromEntries(
    pairs.flatMap(pair => (pair ? [[pair[1], pair[2]]] : [])),
  );
  return checkLabels(source, labels);
}

function readLabels(field: Field): Record<string, string> | undefined {
  return isObject(field.value)
    ? checkLabels(field, field.value)
    : field.problem('MW1003', '; write labels, such as { app: checkout }');
}

function checkLabels(
  field: Field,
  labels: Record<string, unknown>,
): Record<string, string> | undefined {
  const entries = Object.entries(labels);
  if (entries.length === 0 || entries.length > MAX_LABELS) {
    return field.problem(
      'MW1006',
      ` with ${entries.length} labels; write 1 to ${MAX_LABELS}`,
    );
  }
  const bad = entries.find(
    ([key, value]) =>
      !isLabelKey(key) || typeof value !== 'string' || !isLabelValue(value),
  );
  if (bad) {
    return field.problem(
      'MW1006',
      ` with a label '${bad[0].slice(
        0,
        80,
      )}' that Kubernetes does not allow; values are texts of at most 63 letters, digits, dashes, dots and underscores`,
    );
  }
  return Object.fromEntries(
    entries
      .map(([key, value]) => [key, String(value)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
