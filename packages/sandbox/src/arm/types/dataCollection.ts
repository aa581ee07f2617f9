import { randomUUID } from 'node:crypto';
import { refuse } from '../ArmError';
import {
  dig,
  isObject,
  listAt,
  mergeJson,
  objectAt,
  textAt,
  textsAt,
} from '../core/json';
import type { ResourceType, WriteContext } from '../core/ResourceType';
import { requireReference } from './references';

const API_VERSIONS = [
  '2024-03-11',
  '2023-03-11',
  '2022-06-01',
  '2021-09-01-preview',
];
const NO_WAIT = { create: 0, update: 0, delete: 0 };
const ASSOCIATIONS = 'Microsoft.Insights/dataCollectionRuleAssociations';
const ACCOUNT = 'Microsoft.Monitor/accounts';
const WORKSPACE = 'Microsoft.OperationalInsights/workspaces';

/** Where agents get their rules and send their data. */
export const dataCollectionEndpoints: ResourceType = {
  type: 'Microsoft.Insights/dataCollectionEndpoints',
  apiVersions: API_VERSIONS,
  location: 'region',
  etag: 'etag',
  namePattern: /^[A-Za-z0-9][A-Za-z0-9-]{1,42}[A-Za-z0-9]$/,
  form: 'sync',
  seconds: NO_WAIT,
  write({ name, body, live }) {
    const immutableId =
      textAt(live?.body, 'properties.immutableId') ?? newId('dce');
    const location = textAt(body, 'location');
    const short = `${name}-${immutableId.slice(4, 8)}`.toLowerCase();
    const at = (kind: string) => ({
      endpoint: `https://${short}.${location}-1.${kind}.monitor.azure.com`,
    });
    return {
      body: {
        ...body,
        properties: mergeJson(
          { networkAcls: { publicNetworkAccess: 'Enabled' } },
          {
            ...objectAt(body, 'properties'),
            immutableId,
            configurationAccess: at('handler.control'),
            logsIngestion: at('ingest'),
            metricsIngestion: at('metrics.ingest'),
          },
        ),
      },
    };
  },
};

/** Which data goes where. */
export const dataCollectionRules: ResourceType = {
  type: 'Microsoft.Insights/dataCollectionRules',
  apiVersions: API_VERSIONS,
  location: 'region',
  etag: 'etag',
  namePattern: /^[A-Za-z0-9][\w.-]{1,62}[A-Za-z0-9]$/,
  form: 'sync',
  seconds: NO_WAIT,
  write: writeRule,
  checkDelete(world, resource) {
    const id = resource.id.toLowerCase();
    const used = world.store
      .all(ASSOCIATIONS)
      .find(
        ({ body }) =>
          textAt(body, 'properties.dataCollectionRuleId')?.toLowerCase() === id,
      );
    if (used) {
      throw refuse(
        409,
        'Conflict',
        `Data collection rule '${resource.name}' cannot be deleted because it has associations, among them '${used.id}'. Delete the associations first.`,
      );
    }
  },
};

function writeRule({ world, body, live }: WriteContext) {
  const properties = objectAt(body, 'properties');
  const destinations = [
    ...listAt(properties, 'destinations.monitoringAccounts').map(one => [
      one,
      'accountResourceId',
      ACCOUNT,
    ]),
    ...listAt(properties, 'destinations.logAnalytics').map(one => [
      one,
      'workspaceResourceId',
      WORKSPACE,
    ]),
  ] as Array<[Record<string, unknown>, string, string]>;
  for (const [destination, field, type] of destinations) {
    requireReference(world, { id: destination[field], type });
  }
  if (properties.dataCollectionEndpointId) {
    requireReference(world, {
      id: properties.dataCollectionEndpointId,
      type: dataCollectionEndpoints.type,
    });
  }
  const names = destinations.map(([{ name }]) => name);
  for (const flow of listAt(properties, 'dataFlows')) {
    checkFlow(flow, names, properties);
  }
  return {
    body: {
      ...body,
      properties: {
        ...properties,
        immutableId: dig(live?.body, 'properties.immutableId') ?? newId('dcr'),
      },
    },
  };
}

function checkFlow(
  flow: Record<string, unknown>,
  names: unknown[],
  properties: Record<string, unknown>,
): void {
  const unknown = textsAt(flow, 'destinations').find(
    name => !names.includes(name),
  );
  if (unknown !== undefined) {
    throw invalid(
      `'dataFlows' names the destination '${unknown}', which is not among 'destinations'.`,
    );
  }
  const sources = objectAt(properties, 'dataSources');
  const streams = Object.values(sources).flatMap(group =>
    Array.isArray(group)
      ? group.filter(isObject).flatMap(one => textsAt(one, 'streams'))
      : [],
  );
  const stray = textsAt(flow, 'streams').find(
    stream => !streams.includes(stream) && !stream.startsWith('Custom-'),
  );
  if (stray !== undefined) {
    throw invalid(
      `'dataFlows' names the stream '${stray}', which no data source has.`,
    );
  }
}

function invalid(message: string) {
  return refuse(
    400,
    'InvalidPayload',
    `Data collection rule is invalid: ${message}`,
  );
}

/** Ties a rule or an endpoint to a resource; lies on that resource. */
export const dataCollectionRuleAssociations: ResourceType = {
  type: ASSOCIATIONS,
  apiVersions: API_VERSIONS,
  location: 'none',
  isExtension: true,
  isStateless: true,
  etag: 'etag',
  form: 'sync',
  seconds: NO_WAIT,
  write({ world, name, body }) {
    const { dataCollectionRuleId: rule, dataCollectionEndpointId: endpoint } =
      objectAt(body, 'properties');
    if (Boolean(rule) === Boolean(endpoint)) {
      throw refuse(
        400,
        'InvalidAssociationRequest',
        'An association has either dataCollectionRuleId or dataCollectionEndpointId.',
      );
    }
    if (endpoint && name !== 'configurationAccessEndpoint') {
      throw refuse(
        400,
        'InvalidAssociationName',
        "An association with an endpoint must be called 'configurationAccessEndpoint'.",
      );
    }
    requireReference(world, {
      id: rule ?? endpoint,
      type: rule ? dataCollectionRules.type : dataCollectionEndpoints.type,
    });
    return { body };
  },
};

function newId(prefix: string): string {
  return `${prefix}-${randomUUID().replace(/-/g, '')}`;
}
