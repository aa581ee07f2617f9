import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen, within } from '@testing-library/react';
import { meshApiRef } from '../../api';
import { FakeMeshApi, sampleOverview } from '../../testUtils';
import { MeshPage } from '../page';

// In a file of its own: what may be done is remembered between tests.
it('offers nothing about custody to who may not', async () => {
  const api = new FakeMeshApi();
  const { clusters, ...others } = sampleOverview();
  const custody = {
    ...{ state: 'released' as const, instance: 'test', reason: 'We move on' },
    ...{ by: 'user:default/ada', at: '2027-01-01T12:00:00Z' },
  };
  api.overview = { ...others, clusters: [{ ...clusters[0], custody }] };
  const authorize = AuthorizeResult.DENY;
  renderInTestApp(<MeshPage />, {
    apis: [[meshApiRef, api], mockApis.permission({ authorize })],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    initialRouteEntries: ['/?tab=clusters'],
  });

  const card = within(await screen.findByRole('article', { name: 'shop-weu' }));
  expect(await card.findByText('Released')).toBeVisible();
  expect(card.queryByRole('button')).toBeNull();
  // Who decided it, and nothing to do about it.
  expect(card.getByRole('link')).toHaveAccessibleName('ada');
});
