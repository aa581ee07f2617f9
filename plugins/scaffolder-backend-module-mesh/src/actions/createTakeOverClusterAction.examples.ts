import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Manage a cluster in the place of another installation',
    example: stringify({
      steps: [
        {
          id: 'takeOver',
          name: 'Take it over',
          action: 'mesh:cluster:take-over',
          input: {
            ...{ cluster: 'shop-neu', from: 'old-backstage' },
            reason: 'The old installation is shut down',
          },
        },
      ],
    }),
  },
];
