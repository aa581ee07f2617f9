import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Show what the answers of a form would make',
    example: stringify({
      steps: [
        {
          id: 'preview',
          name: 'Show what would be made',
          action: 'mesh:cluster:preview',
          input: { parameters: '${{ parameters }}' },
        },
      ],
    }),
  },
  {
    description: 'Show what would be taken down',
    example: stringify({
      steps: [
        {
          id: 'preview',
          name: 'Show what would go',
          action: 'mesh:cluster:preview',
          input: { answers: { name: 'shop-neu' }, purpose: 'retire' },
        },
      ],
    }),
  },
];
