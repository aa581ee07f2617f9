import { randomUUID } from 'node:crypto';
import { checkGateway, CHILDREN } from '../gateways/checkGateway';
import {
  type JsonObject,
  isObject,
  listAt,
  objectAt,
  textAt,
} from '../core/json';
import { operationHeaders, answerDelete } from '../core/operationAnswers';
import type {
  ActionContext,
  ResourceType,
  WriteContext,
} from '../core/ResourceType';
import { NETWORK_VERSIONS } from './networkVersions';

/** `Microsoft.Network/applicationGateways`, version 2. */
export const applicationGateways: ResourceType = {
  type: 'Microsoft.Network/applicationGateways',
  apiVersions: NETWORK_VERSIONS,
  location: 'region',
  etag: 'etag',
  isWeak: true,
  namePattern: /^[A-Za-z0-9]([\w.-]{0,78}\w)?$/,
  form: 'async',
  seconds: { create: 360, update: 75, delete: 240 },
  write(context) {
    checkGateway(context);
    return { body: fillGateway(context) };
  },
  actions: { backendhealth: askHealth },
};

function fillGateway({ world, id, body, live }: WriteContext): JsonObject {
  const properties = objectAt(body, 'properties');
  const children = Object.keys(CHILDREN).flatMap(kind =>
    Array.isArray(properties[kind])
      ? [
          [
            kind,
            listAt(properties, kind).map(child => fillChild(id, kind, child)),
          ],
        ]
      : [],
  );
  return {
    ...body,
    properties: {
      operationalState: 'Running',
      resourceGuid:
        objectAt(live?.body, 'properties').resourceGuid ?? world.newId(),
      enableHttp2: false,
      ...properties,
      sku: { family: 'Generation_2', ...objectAt(properties, 'sku') },
      ...Object.fromEntries(children),
    },
  };
}

function fillChild(id: string, kind: string, child: JsonObject): JsonObject {
  const isSetting = kind === 'backendHttpSettingsCollection';
  return {
    ...child,
    id: `${id}/${kind}/${textAt(child, 'name')}`,
    type: `Microsoft.Network/applicationGateways/${kind}`,
    etag: `W/"${randomUUID()}"`,
    properties: {
      provisioningState: 'Succeeded',
      ...(isSetting && {
        cookieBasedAffinity: 'Disabled',
        pickHostNameFromBackendAddress: false,
        requestTimeout: 20,
      }),
      ...(kind === 'sslCertificates' && isObject(child.properties)
        ? { ...child.properties, data: undefined, password: undefined }
        : objectAt(child, 'properties')),
    },
  };
}

/** Whether backends answer: all do, in the sandbox. */
function askHealth({ world, resource }: ActionContext) {
  const { properties } = resource.body;
  const settings = listAt(properties, 'backendHttpSettingsCollection');
  const pools = listAt(properties, 'backendAddressPools').map(pool => ({
    backendAddressPool: pool,
    backendHttpSettingsCollection: settings.map(setting => ({
      backendHttpSettings: setting,
      servers: listAt(pool, 'properties.backendAddresses').map(address => ({
        address: address.ipAddress ?? address.fqdn,
        health: resource.state === 'Succeeded' ? 'Healthy' : 'Unknown',
        healthProbeLog: 'Success. Received 200 status code',
      })),
    })),
  }));
  const operation = world.begin(
    { ...resource, id: `${resource.id}/backendhealth` },
    { kind: 'action', seconds: 10, result: { backendAddressPools: pools } },
  );
  const headers = {
    ...operationHeaders(world, applicationGateways, operation),
    ...answerDelete(
      world,
      { ...applicationGateways, form: 'location' },
      operation,
    ).headers,
  };
  delete (headers as Record<string, string>)['Azure-AsyncOperation'];
  return { status: 202, headers };
}
