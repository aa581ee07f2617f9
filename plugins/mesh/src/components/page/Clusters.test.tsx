import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { screen, within } from '@testing-library/react';
import { findAccessibilityProblems } from '../../__testUtils__/findAccessibilityProblems';
import { meshApiRef } from '../../api';
import { FakeMeshApi, sampleOverview, sampleRun } from '../../testUtils';
import { MeshPage } from './MeshPage';

function renderClusters(changes: Partial<FakeMeshApi> = {}) {
  const api = Object.assign(new FakeMeshApi(), changes);
  renderInTestApp(<MeshPage />, {
    apis: [[meshApiRef, api], mockApis.permission()],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    initialRouteEntries: ['/?tab=clusters'],
  });
  return api;
}

const card = async (name: string) =>
  within(await screen.findByRole('article', { name }));

describe('Clusters', () => {
  it('shows what became of every cluster', async () => {
    renderClusters();

    const ready = await card('shop-weu');
    expect(await ready.findByText('Ready')).toBeVisible();
    expect(ready.getByText('Managing')).toBeVisible();
    expect((await card('shop-neu')).getByText('Unreachable')).toBeVisible();
    const made = await card('shop-new');
    expect(made.getByText('Being made')).toBeVisible();
    expect(made.getByText('no pass yet')).toBeVisible();
    expect(made.getByRole('link', { name: 'Provision' })).toHaveAttribute(
      'href',
      expect.stringContaining('run=run-1'),
    );
  });

  it('opens templates with their fields filled in', async () => {
    renderClusters();
    const cluster = await card('shop-weu');

    const link = await cluster.findByRole('link', {
      name: 'Provision again: shop-weu',
    });
    const url = new URL(link.getAttribute('href') ?? '', 'https://x.invalid');
    expect(url.pathname).toBe('/create/templates/default/new-mesh-cluster');
    expect(JSON.parse(url.searchParams.get('formData') ?? '')).toMatchObject({
      name: 'shop-weu',
      nodesMax: 10,
      publicEdge: false,
      network: { pods: '10.244.0.0/16' },
    });
    for (const [name, template] of [
      ['Verify shop-weu', 'verify-mesh-cluster'],
      ['Export shop-weu as Bicep', 'export-mesh-cluster'],
      ['Retire shop-weu', 'retire-mesh-cluster'],
    ]) {
      expect(cluster.getByRole('link', { name })).toHaveAttribute(
        'href',
        `/create/templates/default/${template}?formData=${encodeURIComponent(
          '{"cluster":"resource:default/shop-weu"}',
        )}`,
      );
    }
    expect(cluster.queryByRole('link', { name: /Adopt/ })).toBeNull();
  });

  it('adopts and verifies what others made, and does not retire it', async () => {
    renderClusters();
    const cluster = await card('shop-neu');

    expect(
      await cluster.findByRole('link', { name: 'Adopt shop-neu' }),
    ).toBeVisible();
    expect(
      cluster.getByRole('link', { name: 'Verify shop-neu' }),
    ).toBeVisible();
    expect(cluster.queryByRole('link', { name: /Retire|Export/ })).toBeNull();
  });

  it('starts nothing beside a run that goes on', async () => {
    renderClusters({ runs: [sampleRun({ cluster: 'shop-weu' })] });
    const cluster = await card('shop-weu');
    await cluster.findByText('Running');

    expect(
      cluster.getByRole('link', { name: 'Verify shop-weu' }),
    ).toBeVisible();
    expect(cluster.queryByRole('link', { name: /Retire|again/ })).toBeNull();
  });

  it('lists runs, newest first', async () => {
    const done = {
      ...sampleRun({ id: 'run-0', cluster: 'shop-weu', state: 'succeeded' }),
      createdAt: '2027-01-01T00:00:00Z',
      startedAt: '2027-01-01T00:00:00Z',
      endedAt: '2027-01-01T00:11:00Z',
      message: 'Done: 3 of 3 steps wrote something.',
    };
    renderClusters({
      runs: [{ ...sampleRun(), createdAt: '2027-01-02T00:00:00Z' }, done],
    });

    const rows = within(
      await screen.findByRole('table', { name: 'Runs' }),
    ).getAllByRole('row');
    expect(rows[1]).toHaveTextContent(/shop-new.*Running/);
    expect(rows[2]).toHaveTextContent(
      /shop-weu.*Done.*petra.*11 min.*3 of 3 steps wrote/,
    );
  });

  it('says what would be here', async () => {
    renderClusters({ runs: [] });

    expect(await screen.findByText(/^Nothing has run yet/)).toBeVisible();
    expect((await card('shop-weu')).getByText('no run yet')).toBeVisible();
  });

  it('shows clusters without runs when these cannot be read', async () => {
    renderClusters({
      getRuns: async () => {
        throw new Error('The runs are away.');
      },
    });

    expect(await screen.findByText('The runs are away.')).toBeVisible();
    const cluster = await card('shop-weu');
    expect(cluster.getByText('Ready')).toBeVisible();
    expect(cluster.getByText('unknown')).toBeVisible();
  });

  it('offers to make the first cluster, and follows it', async () => {
    renderClusters({ overview: sampleOverview({ clusters: [] }) });

    expect(
      await screen.findByRole('link', { name: 'New mesh cluster' }),
    ).toHaveAttribute('href', '/create/templates/default/new-mesh-cluster');
    expect((await card('shop-new')).getByText('Being made')).toBeVisible();
  });

  it('has no problem that axe knows of', async () => {
    renderClusters();
    await screen.findByRole('table', { name: 'Runs' });

    expect(await findAccessibilityProblems()).toEqual([]);
  });
});
