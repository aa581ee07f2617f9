import '@backstage/cli/asset-types';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import meshPlugin, { meshApiRef } from '../src';
import { FakeMeshApi, sampleEntity } from '../src/testUtils';

// Pages: /catalog/default/component/api, its tab /mesh, and /mesh.
const sampleMesh = createFrontendModule({
  pluginId: 'mesh',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: meshApiRef,
          deps: {},
          factory: () => new FakeMeshApi(),
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
  features: [catalogPlugin, meshPlugin, sampleMesh, sampleCatalog],
});
