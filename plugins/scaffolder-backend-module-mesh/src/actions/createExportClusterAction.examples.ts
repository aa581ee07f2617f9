import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Write a cluster that is there as Bicep',
    example: stringify({
      steps: [
        {
          id: 'export',
          name: 'Write Bicep',
          action: 'mesh:cluster:export',
          input: {
            answers: { name: 'shop-neu' },
            targetPath: 'clusters/shop-neu',
          },
        },
      ],
    }),
  },
  {
    description: 'Write the cluster of a form as Bicep',
    example: stringify({
      steps: [
        {
          id: 'export',
          name: 'Write Bicep',
          action: 'mesh:cluster:export',
          input: { parameters: '${{ parameters }}' },
        },
      ],
    }),
  },
];
