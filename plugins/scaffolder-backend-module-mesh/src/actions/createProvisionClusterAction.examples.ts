import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description:
      'Make the cluster of a form, as it was approved in its preview',
    example: stringify({
      steps: [
        {
          id: 'provision',
          name: 'Make the cluster',
          action: 'mesh:cluster:provision',
          input: {
            parameters: '${{ parameters }}',
            digest: '${{ parameters.preview }}',
          },
        },
      ],
    }),
  },
  {
    description: 'Make a cluster of answers that the template writes itself',
    example: stringify({
      steps: [
        {
          id: 'provision',
          name: 'Make the cluster',
          action: 'mesh:cluster:provision',
          input: {
            answers: {
              name: 'shop-neu',
              environment: 'production',
              owner: 'group:default/platform',
              subscriptionId: '00000000-0000-0000-0000-000000000001',
              region: 'northeurope',
              network: { range: '10.240.0.0/16' },
              kubernetes: {
                adminGroups: ['11111111-1111-1111-1111-111111111111'],
              },
              dns: { zone: 'mesh.internal' },
            },
          },
        },
      ],
    }),
  },
];
