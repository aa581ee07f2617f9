import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  MockPermissionApi,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import {
  EntityMeshCard,
  EntityMeshContent,
  MeshPage,
  meshApiRef,
  meshPlugin,
} from './legacy';
import { FakeMeshApi, sampleEntity } from './testUtils';

const render = (element: JSX.Element) =>
  renderInTestApp(
    <TestApiProvider
      apis={[
        [meshApiRef, new FakeMeshApi()],
        [permissionApiRef, new MockPermissionApi()],
      ]}
    >
      <EntityProvider entity={sampleEntity}>
        <Routes>
          <Route path="/*" element={element} />
        </Routes>
      </EntityProvider>
    </TestApiProvider>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );

describe('the plugin in the old frontend system', () => {
  it('brings its API', () => {
    expect([...meshPlugin.getApis()].map(({ api }) => api.id)).toEqual([
      'plugin.mesh',
    ]);
  });

  it.each([
    ['card', <EntityMeshCard key="card" />, /1 caller may reach/],
    ['tab', <EntityMeshContent key="tab" />, /1 caller may reach/],
    ['page', <MeshPage key="page" />, /No answer from shop-neu/],
  ])('renders the %s', async (_, element, text) => {
    await render(element);

    expect(await screen.findByText(text)).toBeInTheDocument();
  });
});
