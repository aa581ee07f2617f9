import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Publish what the steps before wrote',
    example: stringify({
      steps: [
        {
          id: 'publish',
          name: 'Create the repository',
          action: 'mesh:repository:publish',
          input: {
            repoUrl: 'git.example.com?owner=shop&repo=orders',
            description: 'Takes orders',
          },
        },
      ],
    }),
  },
];
