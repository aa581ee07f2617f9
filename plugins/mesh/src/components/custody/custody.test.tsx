import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import type { ClusterCustodyStatus } from '@meshwright/plugin-mesh-common';
import { readFileSync } from 'node:fs';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { parse } from 'yaml';
import { findAccessibilityProblems } from '../../__testUtils__/findAccessibilityProblems';
import { meshApiRef } from '../../api';
import { FakeMeshApi, sampleOverview } from '../../testUtils';
import { MeshPage } from '../page';
import { TakeOverPreview, UninstallPreview } from './CustodyPreview';
import { validateCustodyPreview } from './custodyPreviewSchema';

const decided = {
  ...{ instance: 'test', by: 'user:default/ada', reason: 'We move on' },
  at: '2027-01-01T12:00:00Z',
};

function renderCard(custody: ClusterCustodyStatus) {
  const api = new FakeMeshApi();
  const { clusters, ...others } = sampleOverview();
  const state = custody.state === 'managed' ? 'managing' : 'observing';
  api.overview = { ...others, clusters: [{ ...clusters[0], state, custody }] };
  renderInTestApp(<MeshPage />, {
    apis: [[meshApiRef, api], mockApis.permission()],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    initialRouteEntries: ['/?tab=clusters'],
  });
  return api;
}

const card = async () =>
  within(await screen.findByRole('article', { name: 'shop-weu' }));
const linkOf = async (name: string) => {
  const link = await (await card()).findByRole('link', { name });
  const url = new URL(link.getAttribute('href') ?? '', 'https://x.invalid');
  return {
    path: url.pathname,
    form: JSON.parse(url.searchParams.get('formData') ?? '{}'),
  };
};

describe('custody on the card of a cluster', () => {
  it('offers to uninstall from one that is managed', async () => {
    renderCard({ state: 'managed', instance: 'test' });

    expect(await linkOf('Uninstall the mesh from shop-weu')).toEqual({
      path: '/create/templates/default/uninstall-mesh',
      form: { cluster: 'shop-weu' },
    });
    expect((await card()).queryByRole('link', { name: /Take/ })).toBeNull();
  });

  it('says who else manages it, and offers to take it over from them', async () => {
    renderCard({
      ...{ state: 'managed', instance: 'test' },
      managedBy: { instance: 'other', since: '2027-01-01' },
    });

    expect(await (await card()).findByText('Managed by other')).toBeVisible();
    expect(await linkOf('Take over shop-weu')).toEqual({
      path: '/create/templates/default/take-over-mesh-cluster',
      form: { cluster: 'shop-weu', from: 'other' },
    });
    expect(
      (await card()).queryByRole('link', { name: /Uninstall/ }),
    ).toBeNull();
  });

  it.each([
    ['releasing', 'Being released'],
    ['released', 'Released'],
    ['removing', 'Being removed'],
    ['removed', 'Removed'],
  ] as const)('has one managed again that is %s', async (state, word) => {
    const api = renderCard({ state, ...decided });
    const shown = await card();
    expect(await shown.findByText(word)).toBeVisible();
    expect(shown.getByText(/^Decided by/)).toHaveTextContent(
      /^Decided by ada .+: We move on$/,
    );
    expect(shown.getByRole('link', { name: 'ada' })).toHaveAttribute(
      'href',
      '/catalog/default/user/ada',
    );

    await userEvent.click(
      await shown.findByRole('button', {
        name: 'Have it managed again: shop-weu',
      }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByRole('textbox'), 'We stay');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Have it managed again' }),
    );

    await waitFor(() =>
      expect(api.sent).toContainEqual({
        call: 'manageCluster',
        body: { cluster: 'shop-weu', reason: 'We stay' },
      }),
    );
  });

  it('says that it is managed again, and keeps the focus in the card', async () => {
    const api = renderCard({ state: 'released', ...decided });
    const shown = await card();
    expect(
      await screen.findByText(/^No cluster is managed: 1 was let go\./),
    ).toBeVisible();
    const manage = await shown.findByRole('button', { name: /managed again/ });
    await userEvent.click(manage);
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByRole('textbox'), 'We stay');
    const [cluster] = api.overview.clusters;
    const custody = { ...decided, state: 'managed' as const };
    api.overview = {
      ...api.overview,
      clusters: [{ ...cluster, state: 'managing', custody }],
    };

    await userEvent.click(
      dialog.getByRole('button', { name: 'Have it managed again' }),
    );

    const said = await screen.findByText(/^shop-weu is to be managed again/);
    expect(said.closest('[aria-live]')).toHaveAttribute('aria-live', 'polite');
    await waitFor(() =>
      expect(shown.getByRole('heading', { name: 'shop-weu' })).toHaveFocus(),
    );
    expect(manage).not.toBeInTheDocument();
    expect(await findAccessibilityProblems()).toEqual([]);
  });

  it('lets nothing go of a cluster that nobody manages here', async () => {
    renderCard({
      ...{ state: 'released', ...decided },
      leftovers: { total: 3, objects: ['NetworkPolicy cart/cart'] },
    });
    const shown = await card();

    expect(
      await shown.findByRole('button', { name: /managed again/ }),
    ).toBeVisible();
    expect(shown.queryByRole('button', { name: /Let them go/ })).toBeNull();
  });

  it('lists what a former installation left, and lets it go', async () => {
    const objects = ['NetworkPolicy cart/cart'];
    const api = renderCard({
      ...{ state: 'managed', ...decided },
      leftovers: { total: 3, objects },
    });
    const shown = await card();
    expect(
      await shown.findByText(/^3 objects of a former installation/),
    ).toBeVisible();
    expect(shown.getByText('and 2 more')).toBeInTheDocument();
    expect(await findAccessibilityProblems()).toEqual([]);

    await userEvent.click(
      await shown.findByRole('button', { name: /Let them go: what former/ }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByRole('textbox'), 'Nobody needs it');
    await userEvent.click(dialog.getByRole('button', { name: 'Let them go' }));

    await waitFor(() =>
      expect(api.sent).toContainEqual({
        call: 'withdrawLeftovers',
        body: { cluster: 'shop-weu', reason: 'Nobody needs it' },
      }),
    );
  });
});

/** The form of a template as it is shipped. */
function renderForm(template: string, answers: object, api: FakeMeshApi) {
  const file = require.resolve(
    `../../../../../templates/${template}/template.yaml`,
  );
  const { spec } = parse(readFileSync(file, 'utf8'));
  renderInTestApp(
    <Stepper
      extensions={[
        {
          name: 'MeshUninstallPreview',
          component: UninstallPreview,
          validation: validateCustodyPreview,
        },
        {
          name: 'MeshTakeOverPreview',
          component: TakeOverPreview,
          validation: validateCustodyPreview,
        },
      ]}
      initialState={answers as Record<string, never>}
      onCreate={async () => {}}
      manifest={{
        title: template,
        steps: spec.parameters.map((page: { title: string }) => ({
          title: page.title,
          schema: page,
        })),
      }}
    />,
    { apis: [[meshApiRef, api], mockApis.permission()] },
  );
}
const next = async () =>
  userEvent.click(await screen.findByRole('button', { name: /Next|Review/ }));

describe('previews in forms', () => {
  it('say what a removal does, before it is confirmed', async () => {
    const api = new FakeMeshApi();
    const answers = { cluster: 'lab', mode: 'remove' };
    renderForm('uninstall-mesh', answers, api);
    await next();

    expect(
      await screen.findByText(/everybody may call everybody in 'lab'/),
    ).toBeVisible();
    expect(api.sent).toContainEqual({
      call: 'previewUninstall',
      body: { cluster: 'lab', mode: 'remove' },
    });
    const deleted = screen.getByRole('heading', { name: 'To be deleted (61)' });
    expect(deleted).toBeVisible();
    expect(screen.getByText(/Sidecar web and 59 more/)).toBeVisible();
    expect(screen.getByText('api.mesh.internal')).toBeVisible();
    expect(await findAccessibilityProblems()).toEqual([]);

    await next();
    expect(
      await screen.findByRole('textbox', { name: /once more/ }),
    ).toBeVisible();
  });

  it('let nobody go on who was not shown it', async () => {
    const api = new FakeMeshApi();
    renderForm('uninstall-mesh', { cluster: 'lab', mode: 'release' }, api);
    api.failure = new Error('no route');
    await next();

    expect(await screen.findByText('no route')).toBeVisible();
    await next();
    expect(
      (await screen.findAllByText(/preview has not answered/))[0],
    ).toBeVisible();
    expect(screen.queryByRole('textbox', { name: /once more/ })).toBeNull();
  });

  it('say what taking over changes, and which calls end', async () => {
    const api = new FakeMeshApi();
    const answers = { cluster: 'lab', from: 'first' };
    renderForm('take-over-mesh-cluster', answers, api);
    await next();

    expect(
      await screen.findByText(/'first' only observes from its next pass on/),
    ).toBeVisible();
    expect(
      screen.getByText('component:default/cart → component:default/api'),
    ).toBeVisible();
    expect(
      screen.getByRole('heading', { name: 'To stay as they are (1)' }),
    ).toBeVisible();
  });
});
