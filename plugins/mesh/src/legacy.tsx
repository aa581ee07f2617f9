/**
 * The plugin for apps on the old frontend system.
 *
 * @packageDocumentation
 */

import { Content, Header, Page } from '@backstage/core-components';
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  createRouteRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { createScaffolderFieldExtension } from '@backstage/plugin-scaffolder-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { MeshClient, meshApiRef } from './api';
import type { AddressPlanProps } from './components/forms/addressPlanSchema';
import type { ClusterPreviewProps } from './components/forms/clusterPreviewSchema';
import {
  type CustodyPreviewProps,
  validateCustodyPreview,
} from './components/custody/custodyPreviewSchema';
import { validateClusterPreview } from './components/forms/validateClusterPreview';
import { meshTranslationRef } from './translation';

export { type MeshApi, meshApiRef } from './api';
export { meshTranslationRef } from './translation';

const rootRouteRef = createRouteRef({ id: 'mesh' });
const entityContentRouteRef = createRouteRef({ id: 'mesh:entity' });

/**
 * The plugin; its extensions are exported beside it.
 *
 * @public
 */
export const meshPlugin = createPlugin({
  id: 'mesh',
  apis: [
    createApiFactory({
      api: meshApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new MeshClient({ fetchApi }),
    }),
  ],
  routes: { root: rootRouteRef, entityContent: entityContentRouteRef },
});

/**
 * The card on the overview of a service.
 *
 * @public
 */
export const EntityMeshCard = meshPlugin.provide(
  createComponentExtension({
    name: 'EntityMeshCard',
    component: {
      lazy: () => import('./components/card').then(m => m.EntityMeshCard),
    },
  }),
);

/**
 * The tab on the page of a service; mount it at `/mesh`.
 *
 * @public
 */
export const EntityMeshContent = meshPlugin.provide(
  createRoutableExtension({
    name: 'EntityMeshContent',
    mountPoint: entityContentRouteRef,
    component: () => import('./components/tab').then(m => m.EntityMeshContent),
  }),
);

/**
 * The page of the platform team.
 *
 * @public
 */
export const MeshPage = meshPlugin.provide(
  createRoutableExtension({
    name: 'MeshPage',
    mountPoint: rootRouteRef,
    component: () =>
      import('./components/page').then(m => () => (
        <LegacyPage>
          <m.MeshRoutes />
        </LegacyPage>
      )),
  }),
);

const AddressPlanField = lazy(() =>
  import('./components/forms').then(m => ({ default: m.AddressPlanField })),
);
const ClusterPreview = lazy(() =>
  import('./components/forms').then(m => ({ default: m.ClusterPreview })),
);

const UninstallPreview = lazy(() =>
  import('./components/custody').then(m => ({ default: m.UninstallPreview })),
);
const TakeOverPreview = lazy(() =>
  import('./components/custody').then(m => ({ default: m.TakeOverPreview })),
);

/**
 * The field of templates that draws the address plan of a cluster; put it
 * into `ScaffolderFieldExtensions`.
 *
 * @public
 */
export const MeshAddressPlanFieldExtension = meshPlugin.provide(
  createScaffolderFieldExtension({
    name: 'MeshAddressPlan',
    component: (props: AddressPlanProps): JSX.Element => (
      <Suspense fallback={null}>
        <AddressPlanField {...props} />
      </Suspense>
    ),
  }),
);

/**
 * The field of templates that shows what a run over a cluster would do; put
 * it into `ScaffolderFieldExtensions`.
 *
 * @public
 */
export const MeshClusterPreviewFieldExtension = meshPlugin.provide(
  createScaffolderFieldExtension({
    name: 'MeshClusterPreview',
    component: (props: ClusterPreviewProps): JSX.Element => (
      <Suspense fallback={null}>
        <ClusterPreview {...props} />
      </Suspense>
    ),
    validation: validateClusterPreview,
  }),
);

/**
 * The field of templates that shows what uninstalling the mesh from a cluster
 * would do; put it into `ScaffolderFieldExtensions`.
 *
 * @public
 */
export const MeshUninstallPreviewFieldExtension = meshPlugin.provide(
  createScaffolderFieldExtension({
    name: 'MeshUninstallPreview',
    component: (props: CustodyPreviewProps): JSX.Element => (
      <Suspense fallback={null}>
        <UninstallPreview {...props} />
      </Suspense>
    ),
    validation: validateCustodyPreview,
  }),
);

/**
 * The field of templates that shows what taking a cluster over would change;
 * put it into `ScaffolderFieldExtensions`.
 *
 * @public
 */
export const MeshTakeOverPreviewFieldExtension = meshPlugin.provide(
  createScaffolderFieldExtension({
    name: 'MeshTakeOverPreview',
    component: (props: CustodyPreviewProps): JSX.Element => (
      <Suspense fallback={null}>
        <TakeOverPreview {...props} />
      </Suspense>
    ),
    validation: validateCustodyPreview,
  }),
);

function LegacyPage(props: { children: ReactNode }) {
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Page themeId="tool">
      <Header title={t('page.title')} />
      <Content>{props.children}</Content>
    </Page>
  );
}
