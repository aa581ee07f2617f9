import {
  ApiBlueprint,
  createFrontendPlugin,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { RiShieldCheckLine } from '@remixicon/react';
import { MeshClient, meshApiRef } from './api';
import { meshEntityFilter } from './lib/entityFilter';
import { entityContentRouteRef, rootRouteRef } from './routes';

const meshApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: meshApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new MeshClient({ fetchApi }),
    }),
});

const meshEntityCard = EntityCardBlueprint.make({
  params: {
    type: 'info',
    filter: meshEntityFilter,
    loader: () => import('./components/card').then(m => <m.EntityMeshCard />),
  },
});

const meshEntityContent = EntityContentBlueprint.make({
  params: {
    path: '/mesh',
    title: 'Mesh',
    filter: meshEntityFilter,
    routeRef: entityContentRouteRef,
    loader: () => import('./components/tab').then(m => <m.EntityMeshContent />),
  },
});

const meshPage = PageBlueprint.make({
  params: {
    path: '/mesh',
    title: 'Mesh',
    icon: <RiShieldCheckLine />,
    routeRef: rootRouteRef,
    loader: () => import('./components/page').then(m => <m.MeshPage />),
  },
});

const meshAddressPlanField = FormFieldBlueprint.make({
  name: 'address-plan',
  params: {
    field: () => import('./components/forms').then(m => m.addressPlanField),
  },
});

const meshClusterPreviewField = FormFieldBlueprint.make({
  name: 'cluster-preview',
  params: {
    field: () => import('./components/forms').then(m => m.clusterPreviewField),
  },
});

const meshUninstallPreviewField = FormFieldBlueprint.make({
  name: 'uninstall-preview',
  params: {
    field: () =>
      import('./components/forms').then(m => m.uninstallPreviewField),
  },
});

const meshTakeOverPreviewField = FormFieldBlueprint.make({
  name: 'take-over-preview',
  params: {
    field: () => import('./components/forms').then(m => m.takeOverPreviewField),
  },
});

/** @public */
export const meshPlugin = createFrontendPlugin({
  pluginId: 'mesh',
  title: 'Mesh',
  icon: <RiShieldCheckLine />,
  extensions: [
    meshApi,
    meshEntityCard,
    meshEntityContent,
    meshPage,
    meshAddressPlanField,
    meshClusterPreviewField,
    meshUninstallPreviewField,
    meshTakeOverPreviewField,
  ],
  routes: { root: rootRouteRef, entityContent: entityContentRouteRef },
});
