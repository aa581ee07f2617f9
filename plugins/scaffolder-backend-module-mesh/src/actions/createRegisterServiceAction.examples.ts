import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Register a service that was just published',
    example: stringify({
      steps: [
        {
          id: 'register',
          name: 'Register it with the catalog and the mesh',
          action: 'mesh:service:register',
          input: {
            repoContentsUrl:
              'https://git.example.com/shop/orders/src/branch/main/',
            entityRef: 'component:default/orders',
            cluster: 'shop-weu',
            namespace: 'shop-orders',
            owner: 'group:default/shop',
          },
        },
      ],
    }),
  },
];
