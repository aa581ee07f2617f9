import type { Entity } from '@backstage/catalog-model';
import type { DeploymentClaim } from '../types';
import { readAll, unique } from './conditions';
import type { Field } from './Field';
import {
  isDnsLabel,
  isDnsName,
  readLabelName,
  readNamespace,
  readSubdomain,
} from './names';
import { readExpose } from './readExpose';
import { readMtls } from './readMtls';
import { readPorts } from './readPorts';
import { readSelector } from './readSelector';
import { readTraffic } from './readTraffic';

const MAX_DEPLOYMENTS = 100;

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
  'mtls',
  'traffic',
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
  const { details, complete } = readDetails(pick);
  const inMesh = readInMesh(pick('inMesh'));
  const isPlaced = cluster && namespace && serviceAccount && selector;
  if (!isPlaced || service === undefined || inMesh === undefined) {
    return { complete: false };
  }
  return {
    complete,
    claim: {
      cluster,
      namespace,
      serviceAccount,
      selector,
      ...(service !== 'none' && { service }),
      inMesh,
      ...details,
      pointer: own.pointer,
    },
  };
}

/** What of a deployment may be missing without moving it. */
function readDetails(pick: (key: string) => Field): {
  details: Pick<
    DeploymentClaim,
    'ports' | 'expose' | 'dns' | 'mtlsExceptions' | 'traffic'
  >;
  complete: boolean;
} {
  const { ports, complete: allPorts } = readPorts(pick('ports'));
  const { expose, complete: allRoutes } = readExpose(pick('expose'));
  const dns = readDns(pick('dns'));
  const mtls = readMtls(pick('mtls'), ports);
  const wanted = pick('traffic');
  const traffic = wanted.present ? readTraffic(wanted) : {};
  const isComplete = allPorts && allRoutes && mtls.complete;
  return {
    complete: isComplete && dns !== undefined && traffic !== undefined,
    details: {
      ports,
      expose,
      dns: dns ?? [],
      ...(mtls.exceptions.length > 0 && { mtlsExceptions: mtls.exceptions }),
      ...(traffic && Object.keys(traffic).length > 0 && { traffic }),
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
