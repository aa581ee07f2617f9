import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { findAccessibilityProblems } from '../../__testUtils__/findAccessibilityProblems';
import { meshApiRef } from '../../api';
import {
  everythingAllowed,
  FakeMeshApi,
  passAt,
  sampleCondition,
  sampleEdge,
  sampleEntity,
  sampleStatus,
  sampleWorkload,
} from '../../testUtils';
import { EntityMeshContent } from './EntityMeshContent';

const user = userEvent.setup();

function renderTab(
  api: FakeMeshApi,
  options: { entity?: Entity; query?: string } = {},
) {
  renderInTestApp(
    <EntityProvider entity={options.entity ?? sampleEntity}>
      <EntityMeshContent />
    </EntityProvider>,
    {
      apis: [[meshApiRef, api]],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: [`/${options.query ?? ''}`],
    },
  );
}

const tableOf = (name: string) => screen.findByRole('table', { name });

describe('EntityMeshContent', () => {
  it('answers in the first line, with callers and dependencies', async () => {
    renderTab(new FakeMeshApi());

    expect(await screen.findByText(/1 caller may reach/)).toBeVisible();
    const callers = within(await tableOf('Who may call this service'));
    expect(callers.getByRole('link', { name: 'web' })).toHaveAttribute(
      'href',
      '/catalog/default/component/web',
    );
    const called = within(await tableOf('What this service calls'));
    expect(called.getByText('TCP 5432')).toBeVisible();
    expect(called.getByText('In force; no call seen yet')).toBeVisible();
    expect(called.getByText('Denied: not approved')).toBeVisible();
    expect(called.getByText(/use the queue instead/)).toBeVisible();
  });

  it('names eight steps for every edge', async () => {
    renderTab(new FakeMeshApi());

    const callers = within(await tableOf('Who may call this service'));
    const [track] = callers.getAllByRole('list', {
      name: 'Steps into the mesh',
    });
    expect(
      within(track)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      'declared: done',
      'bound: done',
      'approved: done',
      'compiled: done',
      'applied: done',
      'accepted: done',
      'enforced: done',
      'observed: done',
    ]);
  });

  it('shows nothing green while nothing is known', async () => {
    const api = new FakeMeshApi();
    const edge = sampleEdge(
      { from: 'web', to: 'api' },
      { open: 'applied', unknown: true, summary: 'unknown' },
    );
    const workload = sampleWorkload({
      inbound: [edge],
      outbound: [],
      conditions: [
        sampleCondition({ type: 'Declared' }),
        sampleCondition({ status: 'unknown', reason: 'NotRead' }),
      ],
      summary: 'unknown',
    });
    api.status = sampleStatus({
      workloads: [workload],
      summary: 'unknown',
      sentence: 'Nothing is known of shop-weu.',
    });
    renderTab(api);

    expect(await screen.findByText('Enforced: Unknown')).toHaveAttribute(
      'data-tone',
      'unknown',
    );
    expect(screen.getByText('Not known whether applied')).toBeVisible();
    expect(document.querySelector('[data-tone="success"]')).toBeNull();
  });

  it('tells why a condition is as it is', async () => {
    renderTab(new FakeMeshApi());

    await user.click(
      await screen.findByRole('button', { name: 'Why? Resolvable' }),
    );

    // Once in the list, and once more in what the button opened.
    await waitFor(() =>
      expect(screen.getAllByText(/mesh.internal did not answer/)).toHaveLength(
        2,
      ),
    );
  });

  it('approves a request', async () => {
    const api = new FakeMeshApi();
    renderTab(api);

    await user.click(
      await screen.findByRole('button', { name: 'Approve orders' }),
    );

    expect(await screen.findByText(/Approved. The next pass/)).toBeVisible();
    expect(api.sent).toEqual([
      {
        call: 'decide',
        body: {
          consumerRef: 'component:default/orders',
          providerRef: 'component:default/api',
          decision: 'approve',
        },
      },
    ]);
  });

  it('declines a request, but not without a reason', async () => {
    const api = new FakeMeshApi();
    renderTab(api);

    await user.click(
      await screen.findByRole('button', { name: 'Decline orders' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByLabelText(/Reason/)).toHaveFocus();
    await user.click(dialog.getByRole('button', { name: 'Decline' }));
    expect(dialog.getByText('This is needed.')).toBeVisible();
    expect(api.sent).toEqual([]);

    await user.type(dialog.getByLabelText(/Reason/), 'Use the queue');
    await user.click(dialog.getByRole('button', { name: 'Decline' }));

    await waitFor(() =>
      expect(api.sent).toMatchObject([
        { body: { decision: 'decline', reason: 'Use the queue' } },
      ]),
    );
    expect(await screen.findByText(/Declined. The next pass/)).toBeVisible();
  });

  it('approves until the end of a day', async () => {
    const api = new FakeMeshApi();
    renderTab(api);

    await user.click(
      await screen.findByRole('button', { name: 'Approve until… (orders)' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/Last day/), '2999-13-40');
    await user.click(dialog.getByRole('button', { name: 'Approve' }));
    expect(dialog.getByText(/Write the date as/)).toBeVisible();

    await user.clear(dialog.getByLabelText(/Last day/));
    await user.type(dialog.getByLabelText(/Last day/), '2999-06-30');
    await user.click(dialog.getByRole('button', { name: 'Approve' }));

    await waitFor(() =>
      expect(api.sent).toMatchObject([
        { body: { decision: 'approve', until: '2999-06-30T23:59:59Z' } },
      ]),
    );
  });

  it('shows the sentence of a refused decision', async () => {
    const api = new FakeMeshApi();
    renderTab(api);
    const approve = await screen.findByRole('button', {
      name: 'Approve orders',
    });
    api.decide = async () => {
      throw new Error('Only group:default/shop may decide.');
    };

    await user.click(approve);

    expect(
      await screen.findByText('Only group:default/shop may decide.'),
    ).toBeVisible();
  });

  it('has no buttons for those who may not use them', async () => {
    const api = new FakeMeshApi();
    const [bound, ...rest] = sampleWorkload().conditions;
    const unbound = sampleWorkload({
      stage: 'off',
      conditions: [{ ...bound, type: 'Bound', status: 'false' }, ...rest],
    });
    api.status = sampleStatus({ workloads: [unbound] });
    renderTab(api);

    await tableOf('Who may call this service');
    expect(
      screen.queryByRole('button', { name: /^(Approve|Decline|Bind|Adopt)/ }),
    ).toBeNull();
  });

  it('binds and adopts with a reason', async () => {
    const api = new FakeMeshApi();
    api.status = sampleStatus(
      { workloads: [sampleWorkload({ stage: 'off' })] },
      everythingAllowed,
    );
    renderTab(api);

    await user.click(
      await screen.findByRole('button', { name: 'Adopt namespace api' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/Reason/), 'Ready');
    await user.click(dialog.getByRole('button', { name: 'Adopt namespace' }));

    await waitFor(() =>
      expect(api.sent).toEqual([
        {
          call: 'adopt',
          body: { cluster: 'shop-weu', namespace: 'api', reason: 'Ready' },
        },
      ]),
    );
  });

  it('opens a row to its objects, desired beside live', async () => {
    renderTab(new FakeMeshApi());

    await user.click(
      await screen.findByRole('button', { name: 'Details of web' }),
    );
    await user.click(
      screen.getAllByRole('button', {
        name: 'Details of AuthorizationPolicy api/meshwright-api',
      })[0],
    );

    expect(await screen.findByLabelText('In the cluster')).toHaveTextContent(
      /intruder \(differs\)/,
    );
    expect(screen.getByLabelText('Desired')).not.toHaveTextContent('intruder');
  });

  it('asks, and keeps the question in the address', async () => {
    const api = new FakeMeshApi();
    renderTab(api, {
      query:
        '?from=component:default/web&to=component:default/api&port=80&path=/z',
    });

    expect(
      await screen.findByText(/web may not call component:default\/api/),
    ).toBeVisible();
    expect(
      screen.getByText('AuthorizationPolicy api/meshwright-api', {
        selector: 'dl *',
      }),
    ).toBeVisible();
    expect(api.sent).toEqual([
      {
        call: 'ask',
        body: {
          from: 'component:default/web',
          to: 'component:default/api',
          port: 80,
          path: '/z',
        },
      },
    ]);
  });

  it('asks what is in the form', async () => {
    const api = new FakeMeshApi();
    renderTab(api);

    await user.click(await screen.findByRole('button', { name: 'Ask' }));

    expect(await screen.findByText('What would have to change')).toBeVisible();
    expect(api.sent).toMatchObject([
      { call: 'ask', body: { from: 'component:default/web', method: 'GET' } },
    ]);
  });

  it('lists findings with the place and the effect', async () => {
    renderTab(new FakeMeshApi());

    expect(await screen.findByText('/spec/mesh/traffic')).toBeVisible();
    expect(screen.getByText('MW1014')).toBeVisible();
  });

  it('keeps the last known data when the backend goes away', async () => {
    const api = new FakeMeshApi();
    renderTab(api);
    await tableOf('Who may call this service');

    api.failure = new Error('The backend is away.');

    expect(
      await screen.findByText('This page is out of date', undefined, {
        timeout: 15_000,
      }),
    ).toBeVisible();
    expect(screen.getByText(/The backend is away/)).toBeVisible();
    expect(
      screen.getByRole('table', { name: 'Who may call this service' }),
    ).toBeVisible();
  });

  it('says first what is not as it should be, and why', async () => {
    renderTab(new FakeMeshApi());

    const list = within(
      await screen.findByRole('list', { name: 'Conditions' }),
    ).getAllByRole('listitem');
    expect(list[0]).toHaveTextContent(
      /Resolvable: Unknown.*mesh.internal did not answer/,
    );
    expect(list[1]).toHaveTextContent('Declared: Yes');
  });

  it('says since when a cluster has not answered', async () => {
    const api = new FakeMeshApi();
    api.status = sampleStatus({ staleSince: passAt });
    renderTab(api);

    expect(
      await screen.findByText(/A cluster has not answered since/),
    ).toBeVisible();
  });

  it('has no problem that axe knows of', async () => {
    renderTab(new FakeMeshApi());
    await tableOf('Who may call this service');

    expect(await findAccessibilityProblems()).toEqual([]);
  });
});
