import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Take a cluster down whose name somebody has typed',
    example: stringify({
      steps: [
        {
          id: 'retire',
          name: 'Take it down',
          action: 'mesh:cluster:retire',
          input: { cluster: 'shop-neu', confirm: 'shop-neu' },
        },
      ],
    }),
  },
];
