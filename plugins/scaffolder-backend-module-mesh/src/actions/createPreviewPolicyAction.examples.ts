import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Show what the descriptor in the workspace would change',
    example: stringify({
      steps: [
        {
          id: 'preview',
          name: 'Show the access that this asks for',
          action: 'mesh:policy:preview',
          input: { path: 'catalog-info.yaml' },
        },
      ],
    }),
  },
  {
    description: 'Go on although something in it has no effect yet',
    example: stringify({
      steps: [
        {
          id: 'preview',
          name: 'Show the access that this asks for',
          action: 'mesh:policy:preview',
          input: { path: 'catalog-info.yaml', allowProblems: true },
        },
      ],
    }),
  },
];
