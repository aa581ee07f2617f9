import type { ClusterCustodyResponse } from '@meshwright/plugin-mesh-common';
import { expect, type Page, test } from '@playwright/test';
import { signIn, soon, Team } from './support';

const CLUSTER = 'shop-weu';
const path = `/api/mesh/v1/clusters/${CLUSTER}`;

// The last of the specs that share an installation, by its name: for a moment
// nobody manages their cluster.
test.describe.serial('a cluster that is let go, and managed again', () => {
  const team = new Team();
  let petra: Page;

  const custody = () =>
    team.platform.get<ClusterCustodyResponse>(`${path}/custody`);
  /** What is in force, whosever it is. */
  const policies = async () => {
    const items = await team.cluster.list('AuthorizationPolicy');
    return items
      .map(({ metadata, spec }) =>
        JSON.stringify([metadata.namespace, metadata.name, spec]),
      )
      .sort();
  };
  const countOurs = async () => (await team.cluster.ours()).size;
  const isSettled = async () => {
    const { clusters } = await team.platform.overview();
    const { state, changes, failed } = clusters[0];
    return `${state}, ${changes} changes, ${failed} failed`;
  };
  const openClusters = async (page: Page) => {
    await page.goto(`${team.product.app}/mesh?tab=clusters`);
    const card = page.getByRole('article', { name: CLUSTER });
    await expect(card).toBeVisible();
    return card;
  };
  const openForm = async (page: Page) => {
    const form = encodeURIComponent(JSON.stringify({ cluster: CLUSTER }));
    await page.goto(
      `${team.product.app}/create/templates/default/uninstall-mesh?formData=${form}`,
    );
    await page.getByRole('button', { name: 'Next' }).click();
  };

  test.beforeAll(async ({ browser }) => {
    const { app } = team.product;
    petra = await signIn({ browser, app, name: 'Petra Platform' });
  });

  // Whatever went wrong, the installation is left as it was found.
  test.afterAll(async () => {
    const { state } = await custody();
    if (state !== 'managed') {
      await team.platform.post(`${path}/manage`, { reason: 'Tidying up' });
    }
    await expect.poll(isSettled, soon).toBe('managing, 0 changes, 0 failed');
  });

  test('a developer may not, and reads who can grant it', async ({
    browser,
  }) => {
    const { app } = team.product;
    const dana = await signIn({ browser, app, name: 'Dana Developer' });
    const card = await openClusters(dana);
    await expect(card.getByRole('link', { name: /Uninstall/ })).toHaveCount(0);

    await openForm(dana);
    await expect(
      dana.getByText(
        'Your platform team can grant it: the permission is mesh.cluster.read.',
      ),
    ).toBeVisible();
    const refused = await team.developer.send('POST', `${path}/uninstall`, {
      ...{ mode: 'release', confirm: CLUSTER, reason: 'Curious' },
    });
    expect(refused).toMatchObject({
      status: 403,
      body: {
        error: { message: "Requires the permission 'mesh.cluster.uninstall'" },
      },
    });
    expect((await custody()).state).toBe('managed');
    await dana.context().close();
  });

  test('a platform engineer sees what it means, and lets it go', async () => {
    await team.reconcile();
    await expect.poll(isSettled, soon).toBe('managing, 0 changes, 0 failed');
    const before = await policies();
    expect(await countOurs()).toBeGreaterThan(0);

    await openForm(petra);
    await expect(
      petra.getByText(`Every policy in '${CLUSTER}' stays in force as it is`),
    ).toBeVisible();
    await petra.getByRole('button', { name: 'Next' }).click();
    await petra.getByRole('textbox', { name: /once more/ }).fill(CLUSTER);
    await petra.getByRole('textbox', { name: /Reason/ }).fill('A trial');
    await petra.getByRole('button', { name: 'Review' }).click();
    await petra.getByRole('button', { name: 'Uninstall' }).click();

    await expect(
      petra.getByText('What it means', { exact: true }).first(),
    ).toBeVisible(soon);
    expect((await custody()).state).toBe('released');
    expect(await policies()).toEqual(before);
    expect(await countOurs()).toBe(0);
  });

  test('the page says who let it go, and when', async () => {
    const card = await openClusters(petra);

    await expect(petra.getByText(/managed: 1 was let go\./)).toBeVisible();
    await expect(card.getByText('Released', { exact: true })).toBeVisible();
    await expect(
      card.getByText(/^Decided by petra .+: A trial$/),
    ).toBeVisible();
  });

  test('she has it managed again, with everything in force', async () => {
    const before = await policies();
    const card = await openClusters(petra);
    await card.getByRole('button', { name: /managed again/ }).click();
    const dialog = petra.getByRole('dialog');
    await dialog.getByRole('textbox').fill('We stay');
    await dialog.getByRole('button', { name: /managed again/ }).click();

    await expect(
      petra.getByText('Every cluster is managed and answered.'),
    ).toBeVisible(soon);
    await expect(card.getByRole('heading', { name: CLUSTER })).toBeFocused();
    await expect.poll(isSettled, soon).toBe('managing, 0 changes, 0 failed');
    expect(await policies()).toEqual(before);
    expect(await countOurs()).toBeGreaterThan(0);
  });
});
