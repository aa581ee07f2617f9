import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@backstage/plugin-scaffolder-backend-module-gitea'));
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@meshwright/plugin-auth-backend-module-sandbox'));
backend.add(import('@meshwright/plugin-catalog-backend-module-mesh'));
backend.add(import('@meshwright/plugin-mesh-backend'));
backend.add(import('@meshwright/plugin-mesh-backend-module-azure'));
backend.add(import('@meshwright/plugin-permission-backend-module-mesh'));
backend.add(import('@meshwright/plugin-scaffolder-backend-module-mesh'));

backend.start();
