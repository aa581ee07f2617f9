import type {
  MeshRun,
  ProvisionPlan,
  RunsResponse,
} from '@meshwright/plugin-mesh-common';
import { expect, type Locator, type Page, test } from '@playwright/test';
import {
  finishTask,
  Person,
  readProduct,
  signIn,
  startTemplate,
  uniqueName,
} from './support';

const product = readProduct();
const name = uniqueName('made');
const petra = new Person(product, 'platform');
const dana = new Person(product, 'developer');

/** What petra answers; the rest are the defaults of the form. */
const answers = {
  ...{ name, environment: 'staging', owner: 'group:default/platform' },
  subscriptionId: '00000000-0000-0000-0000-000000000001',
  region: 'westeurope',
  network: { range: '10.60.0.0/16' },
  adminGroups: ['11111111-1111-1111-1111-111111111111'],
  ...{ zone: `${name}.internal`, publicEdge: false },
};

/** A whole cluster, on a machine that has other things to do. */
const made = { timeout: 300_000 };

/** A person's picture of a page, for the report. */
async function picture(page: Page, title: string) {
  await test.info().attach(title, {
    body: await page.screenshot({ fullPage: true }),
    contentType: 'image/png',
  });
}

/** Opens the form of a template with fields filled in. */
async function openForm(page: Page, template: string, formData: object) {
  const data = encodeURIComponent(JSON.stringify(formData));
  const path = `/create/templates/default/${template}`;
  await page.goto(`${product.app}${path}?formData=${data}`);
  await expect(page.getByRole('button', { name: /Next|Review/ })).toBeVisible();
}

/** Goes on until the preview is there and has answered. */
async function goToPreview(page: Page): Promise<Locator> {
  const preview = page.getByTestId('mesh-plan-sentence');
  const heading = page.getByRole('heading', { name: 'What will be done' });
  for (let step = 0; step < 12 && !(await heading.isVisible()); step++) {
    await page.getByRole('button', { name: 'Next' }).click();
    await page.waitForTimeout(500);
  }
  await expect(preview).toBeVisible({ timeout: 120_000 });
  return preview;
}

async function approve(page: Page) {
  const create = page.getByRole('button', { name: 'Create' });
  // A form that has just been opened may lose a click to its next rendering.
  await expect(async () => {
    if (!(await create.isVisible())) {
      const review = page.getByRole('button', { name: 'Review' });
      await review.click({ timeout: 5_000 });
    }
    await expect(create).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  await create.click();
}

async function newestRun(kind: MeshRun['kind']) {
  const { items } = await petra.get<RunsResponse>(
    `/api/mesh/v1/runs?cluster=${name}`,
  );
  return items
    .filter(run => run.kind === kind)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
}

/** Opens the page of the newest run of a kind, once there is one. */
async function openRun(page: Page, kind: MeshRun['kind'], not?: string) {
  await expect
    .poll(async () => (await newestRun(kind))?.id ?? not, made)
    .not.toBe(not);
  const { id } = await newestRun(kind);
  await page.goto(`${product.app}/mesh?tab=clusters&run=${id}`);
  await expect(page.getByTestId('mesh-run-sentence')).toBeVisible();
  return id;
}

/** Takes a service of the template out of the catalog, and out of the mesh. */
async function leave(service: string) {
  const locations = await petra.get<
    Array<{ data: { id: string; target: string } }>
  >('/api/catalog/locations');
  const found = locations.find(({ data }) =>
    data.target.includes(`/shop/${service}/`),
  );
  await petra.unregister(found?.data.id ?? '');
  const request = {
    entityRef: `component:default/${service}`,
    reason: 'The spec is over',
  };
  await expect
    .poll(
      async () =>
        (
          await petra.send('POST', '/api/mesh/v1/retiring/confirm', request)
        ).status,
      made,
    )
    .not.toBe(409);
}

/** What a run would make, as if the cluster had never been there. */
async function listToCreate() {
  const { network, subscriptionId, adminGroups, zone } = answers;
  const spec = {
    ...{ name, environment: 'staging', owner: 'group:default/platform' },
    ...{ subscriptionId, region: answers.region, network, dns: { zone } },
    kubernetes: { access: { type: 'private' }, adminGroups },
  };
  const { steps } = await petra.post<ProvisionPlan>(
    '/api/mesh/v1/clusters/preview',
    { purpose: 'provision', spec },
  );
  return steps
    .filter(({ operation }) => operation === 'create')
    .map(({ id }) => id);
}

const sentence = (page: Page) => page.getByTestId('mesh-run-sentence');

test.describe.configure({ mode: 'serial', timeout: 420_000 });

test.describe('a cluster, as platform engineers make it', () => {
  let light: Page;
  let dark: Page;
  let firstRun: string;
  let everything: string[];

  test.beforeAll(async ({ browser }) => {
    const person = { browser, app: product.app, name: 'Petra Platform' };
    light = await signIn(person);
    dark = await signIn({ ...person, dark: true });
  });

  test('the form marks overlaps as one types', async () => {
    const network = { range: '10.60.0.0/16', pods: '10.60.0.0/16' };
    await openForm(dark, 'new-mesh-cluster', { ...answers, network });
    const plan = dark.getByRole('region', { name: 'Address plan' });
    for (let step = 0; step < 8 && !(await plan.isVisible()); step++) {
      await dark.getByRole('button', { name: 'Next' }).click();
      await dark.waitForTimeout(500);
    }

    await expect(plan.getByText(/ranges overlap with another/)).toBeVisible();
    await expect(plan.getByText(/overlaps with/).first()).toBeVisible();
    await picture(dark, 'address plan with overlaps in dark');
  });

  test('a preview shows everything before anything is written', async () => {
    await openForm(light, 'new-mesh-cluster', answers);
    const preview = await goToPreview(light);

    await expect(preview).toContainText(/\d+ resources will be created/);
    await expect(preview).toContainText(/about \d+ minutes/);
    await expect(light.getByText(/^To be created/)).toBeVisible();
    await expect(
      light.getByRole('region', { name: 'Problems' }).getByText('Error'),
    ).toHaveCount(0);
    expect(await newestRun('provision')).toBeUndefined();
    everything = await listToCreate();
    await expect(preview).toContainText(`${everything.length} resources will`);
    await picture(light, 'preview');
  });

  test('she agrees, and watches the run to its end', async () => {
    await approve(light);
    firstRun = await openRun(dark, 'provision');

    await expect(sentence(dark)).toContainText(/^(Queued|Running|Done)/);
    await picture(dark, 'run in dark');
    await expect(sentence(dark)).toContainText(
      `Done: ${name} is as planned.`,
      made,
    );
    await expect(dark.getByText('Failed', { exact: true })).toHaveCount(0);
    await picture(dark, 'run at its end in dark');
  });

  test('the cluster is in the catalog and on the page', async () => {
    await expect
      .poll(async () => {
        const path = `/api/catalog/entities/by-name/resource/default/${name}`;
        return (await petra.send('GET', path)).status;
      }, made)
      .toBe(200);
    await light.goto(`${product.app}/mesh?tab=clusters`);
    const card = light.getByRole('article', { name });
    await expect(card.getByText('Ready')).toBeVisible(made);
    await picture(light, 'clusters');
  });

  test('again with the same answers, nothing is to be done', async () => {
    await light.getByRole('link', { name: `Provision again: ${name}` }).click();
    const preview = await goToPreview(light);

    await expect(preview).toContainText('Nothing has to be done');
    await approve(light);
    await openRun(light, 'provision', firstRun);
    await expect(sentence(light)).toContainText('Nothing was written', made);
    await picture(light, 'nothing to do');
  });

  test('it is verified, with evidence', async () => {
    await openForm(light, 'verify-mesh-cluster', {
      cluster: `resource:default/${name}`,
    });
    await approve(light);
    await openRun(light, 'verify');

    await expect(sentence(light)).toContainText(/^(Verified|Not verified)/, {
      timeout: made.timeout,
    });
    const evidence = light.getByRole('table', { name: 'Evidence' });
    await expect(evidence.getByText('As expected').first()).toBeVisible();
    await picture(light, 'evidence');
    await expect(sentence(light)).toContainText(/^Verified: everything/);
  });

  test('a service that a team declares is in force there', async () => {
    const service = uniqueName('inside');
    const id = await startTemplate(dana, {
      ...{ name: service, namespace: service, port: 8080 },
      ...{ owner: 'group:default/shop', system: 'system:default/shop' },
      cluster: `resource:default/${name}`,
    });
    const { status, log } = await finishTask(dana, id);
    expect(status, log).toBe('completed');

    await expect
      .poll(async () => {
        const found = await dana.findStatus(`component:default/${service}`);
        const [workload] = found?.workloads ?? [];
        return {
          cluster: workload?.cluster,
          applied: workload?.conditions.find(({ type }) => type === 'Applied')
            ?.status,
          names: workload?.names.map(({ host, state, found: addresses }) =>
            [host, state, ...(addresses ?? [])].join(' '),
          ),
        };
      }, made)
      .toEqual({
        cluster: name,
        applied: 'true',
        names: [`${service}.${name}.internal applied 10.60.4.4`],
      });
    await leave(service);
  });

  test('it is retired', async () => {
    await openForm(light, 'retire-mesh-cluster', {
      cluster: `resource:default/${name}`,
    });
    await light
      .getByRole('textbox', { name: /^Its name, once more/ })
      .fill(name);
    const preview = await goToPreview(light);
    await expect(preview).toContainText(/\d+ resources? will be deleted/);
    await picture(light, 'preview of retiring');
    await approve(light);
    await openRun(dark, 'retire');

    await expect(sentence(dark)).toContainText(`Done: ${name} is retired.`, {
      timeout: made.timeout,
    });
    await picture(dark, 'retired in dark');
    await dark.goto(`${product.app}/mesh?tab=clusters`);
    await expect(dark.getByRole('table', { name: 'Runs' })).toBeVisible();
    await expect(dark.getByRole('article', { name })).toHaveCount(0, made);
    await expect
      .poll(async () => {
        const path = `/api/catalog/entities/by-name/resource/default/${name}`;
        return (await petra.send('GET', path)).status;
      }, made)
      .toBe(404);
    expect(await listToCreate()).toEqual(everything);
  });
});
