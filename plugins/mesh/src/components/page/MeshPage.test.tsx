import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { identityApiRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { findAccessibilityProblems } from '../../__testUtils__/findAccessibilityProblems';
import { meshApiRef } from '../../api';
import { FakeMeshApi, sampleEdge, sampleOverview } from '../../testUtils';
import { MeshPage } from './MeshPage';

function renderPage(
  api: FakeMeshApi,
  tab = 'clusters',
  { owner = 'shop', allowed = false } = {},
) {
  renderInTestApp(<MeshPage />, {
    apis: [
      [meshApiRef, api],
      [
        identityApiRef,
        mockApis.identity({
          userEntityRef: 'user:default/dana',
          ownershipEntityRefs: [`group:default/${owner}`],
        }),
      ],
      mockApis.permission({
        authorize: ({ permission }) =>
          allowed || permission.name !== 'mesh.request.decide'
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
      }),
    ],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    initialRouteEntries: [`/?tab=${tab}`],
  });
}

describe('MeshPage', () => {
  it('shows clusters, says which is missing, and starts a pass', async () => {
    const api = new FakeMeshApi();
    renderPage(api);

    expect(await screen.findByText(/No answer from shop-neu/)).toBeVisible();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Check now: shop-weu' }),
    );

    expect(await screen.findByText(/^Reading shop-weu/)).toBeVisible();
    expect(api.sent).toEqual([{ call: 'reconcileNow', body: 'shop-weu' }]);
  });

  it('answers in the first line', async () => {
    renderPage(new FakeMeshApi());

    expect(
      await screen.findByText(
        '1 of 2 clusters is managed: 1 has not answered. 1 request waits for an owner.',
      ),
    ).toBeVisible();
  });

  it('says in the first line that changes were not made', async () => {
    const api = new FakeMeshApi();
    const [cluster] = sampleOverview().clusters;
    api.overview = sampleOverview({ clusters: [{ ...cluster, failed: 2 }] });
    renderPage(api);

    expect(
      await screen.findByText(
        /^Every cluster is managed and answered\. 2 changes were not made: the cards/,
      ),
    ).toBeVisible();
  });

  it('lets an owner approve, and others only read', async () => {
    const api = new FakeMeshApi();
    renderPage(api, 'requests');

    await userEvent.click(
      await screen.findByRole('button', { name: 'Approve orders' }),
    );
    await waitFor(() =>
      expect(api.sent).toMatchObject([{ body: { decision: 'approve' } }]),
    );
  });

  it('has no decision for people who own neither side', async () => {
    renderPage(new FakeMeshApi(), 'requests', { owner: 'strangers' });

    expect(await screen.findByText(/Waits for group/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /Approve/ })).toBeNull();
  });

  it('lets people decide whom the policy allows it', async () => {
    const api = new FakeMeshApi();
    // Permissions are remembered per resource, so this asks about another.
    api.overview = sampleOverview({
      requests: [
        sampleEdge({ from: 'orders', to: 'payments' }, { open: 'approved' }),
      ],
    });
    renderPage(api, 'requests', { owner: 'strangers', allowed: true });

    expect(
      await screen.findByRole('button', { name: 'Approve orders' }),
    ).toBeVisible();
  });

  it('binds an unbound claim', async () => {
    const api = new FakeMeshApi();
    renderPage(api, 'bindings');

    await userEvent.click(
      await screen.findByRole('button', { name: 'Bind shop-weu/payments' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText(/Reason/), 'Theirs');
    await userEvent.click(dialog.getByRole('button', { name: 'Bind' }));

    await waitFor(() =>
      expect(api.sent).toEqual([
        {
          call: 'bind',
          body: {
            cluster: 'shop-weu',
            namespace: 'payments',
            owner: 'group:default/shop',
            reason: 'Theirs',
          },
        },
      ]),
    );
  });

  it('gives the lines to add while no cluster is configured', async () => {
    const api = new FakeMeshApi();
    api.overview = sampleOverview({ clusters: [] });
    renderPage(api);

    expect(await screen.findByText('No cluster is configured')).toBeVisible();
    expect(screen.getByText(/name: my-cluster/)).toBeVisible();
  });

  it('shows what went wrong', async () => {
    const api = new FakeMeshApi();
    api.failure = new Error('The database is away.');
    renderPage(api);

    expect(await screen.findByText('The database is away.')).toBeVisible();
  });

  it('has no problem that axe knows of', async () => {
    renderPage(new FakeMeshApi(), 'requests');
    await screen.findByRole('button', { name: 'Approve orders' });

    expect(await findAccessibilityProblems()).toEqual([]);
  });
});
