import '@backstage/cli/asset-types';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import meshPlugin, { meshApiRef } from '../src';
import {
  failedRun,
  FakeMeshApi,
  sampleEntity,
  sampleRun,
  verifyRun,
} from '../src/testUtils';

// Pages: /catalog/default/component/api, its tab /mesh, /mesh, /cluster-form.
const api = new FakeMeshApi();
api.runs = [sampleRun(), verifyRun(), failedRun()];

const sampleMesh = createFrontendModule({
  pluginId: 'mesh',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: meshApiRef,
          deps: {},
          factory: () => api,
        }),
    }),
    PageBlueprint.make({
      name: 'cluster-form',
      params: {
        path: '/cluster-form',
        loader: () => import('./ClusterForm').then(m => <m.ClusterForm />),
      },
    }),
  ],
});

const everybodyMay = createFrontendModule({
  pluginId: 'app',
  extensions: [
    ApiBlueprint.make({
      name: 'permission',
      params: defineParams =>
        defineParams({
          api: permissionApiRef,
          deps: {},
          factory: () => ({
            authorize: async () => ({ result: AuthorizeResult.ALLOW }),
          }),
        }),
    }),
  ],
});

const sampleCatalog = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () => catalogApiMock({ entities: [sampleEntity] }),
        }),
    }),
  ],
});

createDevApp({
  features: [
    catalogPlugin,
    meshPlugin,
    sampleMesh,
    sampleCatalog,
    everybodyMay,
  ],
});
