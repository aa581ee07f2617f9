import { createBackend } from '@backstage/backend-defaults';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import meshPlugin from '../src';

// The plugin alone, with an empty catalog: `yarn start`.
const backend = createBackend();
backend.add(catalogServiceMock.factory({ entities: [] }));
backend.add(meshPlugin);
backend.start();
