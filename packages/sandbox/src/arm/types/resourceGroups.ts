import { refuse } from '../ArmError';
import { nameOf } from '../core/parseTarget';
import type { ResourceType } from '../core/ResourceType';

/** `Microsoft.Resources/resourceGroups`: goes with all that lies in it. */
export const resourceGroups: ResourceType = {
  type: 'Microsoft.Resources/resourceGroups',
  apiVersions: [
    '2025-04-01',
    '2025-03-01',
    '2024-11-01',
    '2024-07-01',
    '2024-03-01',
    '2022-09-01',
    '2021-04-01',
  ],
  location: 'region',
  namePattern: /^[-\w.()]{0,89}[-\w()]$/,
  form: 'location',
  seconds: { create: 0, update: 0, delete: 720 },
  write: ({ body }) => ({ body }),
  notFound: id =>
    refuse(
      404,
      'ResourceGroupNotFound',
      `Resource group '${nameOf(id)}' could not be found.`,
    ),
};
