import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description:
      'Leave a cluster as it is, and what was made there as nobody’s',
    example: stringify({
      steps: [
        {
          id: 'uninstall',
          name: 'Release it',
          action: 'mesh:cluster:uninstall',
          input: {
            ...{ cluster: 'shop-neu', mode: 'release', confirm: 'shop-neu' },
            reason: 'Its policies are kept by hand from now on',
          },
        },
      ],
    }),
  },
  {
    description: 'Take every policy of the mesh out of a cluster',
    example: stringify({
      steps: [
        {
          id: 'uninstall',
          name: 'Remove everything',
          action: 'mesh:cluster:uninstall',
          input: {
            ...{ cluster: 'lab', mode: 'remove', confirm: 'lab' },
            reason: 'The trial is over',
          },
        },
      ],
    }),
  },
];
