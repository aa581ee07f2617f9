import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Verify a cluster',
    example: stringify({
      steps: [
        {
          id: 'verify',
          name: 'Verify the mesh',
          action: 'mesh:cluster:verify',
          input: { cluster: 'shop-neu' },
        },
      ],
    }),
  },
];
