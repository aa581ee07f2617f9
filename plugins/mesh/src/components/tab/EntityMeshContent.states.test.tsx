import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import type { ObjectState, ObjectStatus } from '@meshwright/plugin-mesh-common';
import { screen, within } from '@testing-library/react';
import { meshApiRef } from '../../api';
import {
  FakeMeshApi,
  sampleEdge,
  sampleEntity,
  sampleStatus,
  sampleWorkload,
} from '../../testUtils';
import { sampleObjects } from '../../testUtils/objects';
import { EntityMeshContent } from './EntityMeshContent';

function renderWorkload(changes: Parameters<typeof sampleWorkload>[0]) {
  const api = new FakeMeshApi();
  api.status = sampleStatus({ workloads: [sampleWorkload(changes)] });
  return renderInTestApp(
    <EntityProvider entity={sampleEntity}>
      <EntityMeshContent />
    </EntityProvider>,
    {
      apis: [[meshApiRef, api]],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

const rowsOf = async (table: string) =>
  within(await screen.findByRole('table', { name: table }));

describe('EntityMeshContent of a service that something is the matter with', () => {
  it('says of a call that nobody granted that it is still open', async () => {
    const edge = sampleEdge(
      { from: 'web', to: 'api' },
      {
        open: 'approved',
        summary: 'broken',
        consent: { state: 'denied', reason: 'Declined', message: 'No.' },
        sentence:
          'Not granted, and yet cluster shop-weu would let GET / on port 80 through: AuthorizationPolicy api/legacy decides; it is not managed here, so remove it, or grant the call',
      },
    );
    const steps = edge.steps.map(step =>
      step.step === 'enforced' ? { ...step, reason: 'StillOpen' } : step,
    );
    renderWorkload({ inbound: [{ ...edge, steps }] });

    const callers = await rowsOf('Who may call this service');
    expect(callers.getByText('Still open')).toHaveAttribute(
      'data-tone',
      'danger',
    );
    expect(callers.getByText('Still open: not approved')).toBeVisible();
    expect(callers.getByText(/AuthorizationPolicy api\/legacy/)).toBeVisible();
  });

  it('lists what stays in another namespace, why, and until when', async () => {
    const message =
      'It stays for the old pods in namespace shop, while any run, until 2026-11-27 16:00 UTC at the latest; roll the pods out to be done sooner';
    const old: ObjectStatus = {
      ...sampleObjects[1],
      ...{ key: 'old', namespace: 'shop', state: 'waiting', message },
    };
    renderWorkload({ objects: [...sampleObjects, old] });

    const objects = await rowsOf('Objects');
    const row = objects.getByRole('row', { name: /shop\/default/ });
    expect(within(row).getByText('Waiting')).toHaveAttribute(
      'data-tone',
      'info',
    );
    expect(within(row).getByText(message)).toBeVisible();
  });

  it('takes a word that it does not know for unknown', async () => {
    const state = 'levitating' as ObjectState;
    renderWorkload({ objects: [{ ...sampleObjects[1], state }] });

    const objects = await rowsOf('Objects');
    expect(objects.getByText('Unknown')).toHaveAttribute(
      'data-tone',
      'unknown',
    );
  });
});
