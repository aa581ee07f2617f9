import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { ResponseError } from '@backstage/errors';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { MeshRun } from '@meshwright/plugin-mesh-common';
import { screen, within } from '@testing-library/react';
import { meshApiRef } from '../../api';
import { FakeMeshApi, sampleRun } from '../../testUtils';
import { MeshPage } from './MeshPage';

// Answers about permissions are remembered by a file of tests.

function renderPage(api: FakeMeshApi, address: string) {
  renderInTestApp(<MeshPage />, {
    apis: [
      [meshApiRef, api],
      mockApis.permission({ authorize: AuthorizeResult.DENY }),
    ],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    initialRouteEntries: [address],
  });
}

function notAllowed(permission: string): Promise<ResponseError> {
  const error = {
    error: { name: 'NotAllowedError', message: `You lack ${permission}.` },
    response: { statusCode: 403 },
  };
  return ResponseError.fromResponse(
    new Response(JSON.stringify(error), {
      status: 403,
      headers: { 'Content-Type': 'application/json' },
    }),
  );
}

describe('people without permissions', () => {
  it('have no button of a cluster', async () => {
    renderPage(new FakeMeshApi(), '/?tab=clusters');

    const card = await screen.findByRole('article', { name: 'shop-weu' });
    await within(card).findByText('Ready');
    expect(within(card).queryByRole('button')).toBeNull();
    expect(within(card).queryByRole('link')).toBeNull();
    expect(screen.queryByRole('link', { name: 'New mesh cluster' })).toBeNull();
  });

  it.each<[MeshRun['state'], RegExp]>([
    ['running', /Cancel/],
    ['failed', /Resume/],
  ])('only look at a run that is %s', async (state, button) => {
    const api = new FakeMeshApi();
    api.runs = [sampleRun({ state })];
    renderPage(api, '/?run=run-1');

    expect(
      await screen.findByText(/grant mesh.cluster.provision/),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: button })).toBeNull();
  });

  it('learn who can show them a run', async () => {
    const api = new FakeMeshApi();
    api.failure = await notAllowed('mesh.cluster.read');
    renderPage(api, '/?run=run-1');

    expect(await screen.findByText('You may not see this')).toBeVisible();
    expect(
      screen.getByText(/the permission is mesh.cluster.read/),
    ).toBeVisible();
  });
});
