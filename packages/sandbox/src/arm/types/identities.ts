import { randomUUID } from 'node:crypto';
import { refuse } from '../ArmError';
import { objectAt, textAt, textsAt } from '../core/json';
import { parentOf } from '../core/parseTarget';
import type { ResourceType } from '../core/ResourceType';

const API_VERSIONS = ['2024-11-30', '2023-01-31', '2022-01-31-preview'];

/** `Microsoft.ManagedIdentity/userAssignedIdentities`. */
export const userAssignedIdentities: ResourceType = {
  type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  apiVersions: [...API_VERSIONS, '2018-11-30'],
  location: 'region',
  isStateless: true,
  namePattern: /^[A-Za-z0-9][-\w]{2,127}$/,
  form: 'sync',
  seconds: { create: 0, update: 0, delete: 0 },
  write: ({ world, body, live }) => ({
    body: {
      ...body,
      properties: {
        tenantId: world.tenantId,
        principalId:
          textAt(live?.body, 'properties.principalId') ?? randomUUID(),
        clientId: textAt(live?.body, 'properties.clientId') ?? randomUUID(),
        isolationScope: objectAt(body, 'properties').isolationScope ?? 'None',
      },
    },
  }),
};

/** Trust of an identity in tokens of somebody else. */
export const federatedIdentityCredentials: ResourceType = {
  type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
  apiVersions: API_VERSIONS,
  location: 'none',
  isStateless: true,
  namePattern: /^[A-Za-z0-9][-\w]{2,119}$/,
  form: 'sync',
  seconds: { create: 0, update: 0, delete: 0 },
  write({ world, id, body, live }) {
    const properties = objectAt(body, 'properties');
    const { issuer, subject } = properties;
    if (typeof issuer !== 'string' || typeof subject !== 'string') {
      throw refuse(
        400,
        'BadRequest',
        "A federated identity credential needs 'issuer', 'subject' and 'audiences'.",
      );
    }
    if (textsAt(properties, 'audiences').length !== 1) {
      throw refuse(400, 'BadRequest', "'audiences' must have one entry.");
    }
    const twin = world.store
      .below(parentOf(id), federatedIdentityCredentials.type)
      .find(
        one =>
          one !== live &&
          textAt(one.body, 'properties.issuer') === issuer &&
          textAt(one.body, 'properties.subject') === subject,
      );
    if (twin) {
      throw refuse(
        409,
        'Conflict',
        `Issuer and subject combination already exists for this Managed Identity: '${twin.name}'.`,
      );
    }
    return { body };
  },
};
