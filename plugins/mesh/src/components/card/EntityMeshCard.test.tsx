import type { Entity } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { meshApiRef } from '../../api';
import {
  FakeMeshApi,
  sampleEdge,
  sampleEntity,
  sampleStatus,
  sampleWorkload,
} from '../../testUtils';
import { EntityMeshCard } from './EntityMeshCard';

function renderCard(api: FakeMeshApi, entity: Entity = sampleEntity) {
  renderInTestApp(
    <EntityProvider entity={entity}>
      <EntityMeshCard />
    </EntityProvider>,
    {
      apis: [[meshApiRef, api]],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

async function answer(status: number, name: string, message: string) {
  return ResponseError.fromResponse(
    new Response(
      JSON.stringify({
        error: { name, message },
        request: { method: 'GET', url: '/v1/status' },
        response: { statusCode: status },
      }),
      { status, headers: { 'Content-Type': 'application/json' } },
    ),
  );
}

describe('EntityMeshCard', () => {
  it('says it in one sentence, and gives six facts', async () => {
    renderCard(new FakeMeshApi());

    expect(await screen.findByText(/1 caller may reach/)).toBeVisible();
    expect(screen.getByText('1 granted · 1 pending')).toBeVisible();
    expect(screen.getByText('1 in force · 0 waiting · 1 denied')).toBeVisible();
    expect(screen.getAllByRole('term')).toHaveLength(6);
    expect(screen.getByRole('link', { name: 'Open mesh tab' })).toHaveAttribute(
      'href',
      '/catalog/default/component/api/mesh',
    );
  });

  it('calls nothing waiting that is unknown, or open to callers', async () => {
    const api = new FakeMeshApi();
    const open = sampleEdge(
      { from: 'web', to: 'api' },
      {
        open: 'approved',
        summary: 'broken',
        consent: { state: 'denied', reason: 'Declined', message: 'No.' },
      },
    );
    const steps = open.steps.map(step =>
      step.step === 'enforced' ? { ...step, reason: 'StillOpen' } : step,
    );
    api.status = sampleStatus({
      workloads: [
        sampleWorkload({
          inbound: [{ ...open, steps }],
          outbound: [
            sampleEdge({ from: 'api', to: 'db' }, { summary: 'unknown' }),
            sampleEdge(
              { from: 'api', to: 'payments' },
              { summary: 'attention' },
            ),
          ],
        }),
      ],
    });
    renderCard(api);

    expect(
      await screen.findByText('0 granted · 0 pending · 1 still open'),
    ).toBeVisible();
    expect(
      screen.getByText(
        '0 in force · 0 waiting · 0 denied · 1 unknown · 1 needs attention',
      ),
    ).toBeVisible();
  });

  it('shows the layout while it loads', async () => {
    const api = new FakeMeshApi();
    api.getStatus = () => new Promise(() => {});
    renderCard(api);

    expect(
      await screen.findByText('Loading the mesh status'),
    ).toBeInTheDocument();
  });

  it('shows the sentence of the server, and tries again', async () => {
    const api = new FakeMeshApi();
    api.failure = await answer(503, 'ServiceUnavailableError', 'No database.');
    renderCard(api);
    expect(await screen.findByText('No database.')).toBeVisible();

    api.failure = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await screen.findByText(/1 caller may reach/)).toBeVisible();
  });

  it('says who can grant the permission', async () => {
    const api = new FakeMeshApi();
    api.failure = await answer(403, 'NotAllowedError', 'Not for you.');
    renderCard(api);

    expect(await screen.findByText('You may not see this')).toBeVisible();
    expect(screen.getByText(/mesh\.status\.read/)).toBeVisible();
  });

  it('waits for the first pass', async () => {
    const api = new FakeMeshApi();
    api.failure = await answer(404, 'NotFoundError', 'Nothing known.');
    renderCard(api);

    expect(
      await screen.findByText('The mesh has not seen this entity yet'),
    ).toBeVisible();
  });

  it('gives the lines to add to an entity that is not in the mesh', async () => {
    const api = new FakeMeshApi();
    api.failure = await answer(404, 'NotFoundError', 'Nothing known.');
    renderCard(api, { ...sampleEntity, spec: {} });

    expect(
      await screen.findByText('This entity is not in the mesh'),
    ).toBeVisible();
    expect(screen.getByText(/cluster: my-cluster/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Copy' })).toBeVisible();
  });

  it('shows no green for what is not known', async () => {
    const api = new FakeMeshApi();
    const workload = sampleWorkload({
      mtls: { mode: 'unknown', source: '' },
      summary: 'unknown',
    });
    api.status = sampleStatus({ workloads: [workload], summary: 'unknown' });
    renderCard(api);

    expect(await screen.findByText('Unknown')).toHaveAttribute(
      'data-tone',
      'unknown',
    );
    expect(document.querySelector('[data-tone="success"]')).toBeNull();
  });
});
