import { expect, type Page, test } from '@playwright/test';
import {
  Cluster,
  edgeRow,
  GitRepository,
  openMeshTab,
  Person,
  pick,
  readProduct,
  signIn,
  soon,
  uniqueName,
} from './support';

const product = readProduct();
const cluster = new Cluster(product);
const name = uniqueName('journey');
const namespace = `shop-${name}`;
const identity = `cluster.local/ns/${namespace}/sa/${name}`;
const service = `default/component/${name}`;
const calls = 'What this service calls';
const callers = 'Who may call this service';

/** A person's picture of a page, for the report. */
async function picture(page: Page, title: string) {
  await test.info().attach(title, {
    body: await page.screenshot({ fullPage: true }),
    contentType: 'image/png',
  });
}

test.describe.configure({ mode: 'serial' });

test.describe('the chain, as people live it', () => {
  let dana: Page;
  let olaf: Page;

  test.beforeAll(async ({ browser }) => {
    const { app } = product;
    dana = await signIn({ browser, app, name: 'Dana Developer' });
    olaf = await signIn({ browser, app, name: 'Olaf Owner', dark: true });
  });

  test('a developer creates a service from the template', async () => {
    await dana.goto(`${product.app}/create/templates/default/new-mesh-service`);
    await dana.getByRole('textbox', { name: /^Name/ }).fill(name);
    await pick({ page: dana, label: /^System/, option: 'Three-tier shop' });
    await dana.getByRole('button', { name: 'Next' }).click();

    // The only cluster there is chooses itself.
    await expect(dana.getByRole('textbox', { name: /^Cluster/ })).toHaveValue(
      /shop-weu/,
    );
    await dana.getByRole('textbox', { name: /^Namespace/ }).fill(namespace);
    await dana
      .getByRole('textbox', { name: /^Public host/ })
      .fill(`${name}.shop.example.com`);
    await dana.getByRole('button', { name: 'Next' }).click();

    const needs = /^Services and databases that it calls/;
    await pick({ page: dana, label: needs, option: 'Shop API' });
    await pick({ page: dana, label: needs, option: 'Shop database' });
    await picture(dana, 'template');
    await dana.getByRole('button', { name: 'Review' }).click();
    await dana.getByRole('button', { name: 'Create' }).click();

    const link = dana.getByRole('link', { name: 'Open the service' });
    await expect(link).toBeVisible(soon);
    await picture(dana, 'task');
    await link.click();
    await expect(dana.getByText(name).first()).toBeVisible();
  });

  test('the mesh follows within seconds', async () => {
    await expect
      .poll(() => cluster.principals('shop-api'), soon)
      .toContain(identity);
    const [created] = (await cluster.list('Namespace')).filter(
      ({ metadata }) => metadata.name === namespace,
    );
    expect(created.metadata.labels).toMatchObject({
      'istio.io/rev': 'asm-1-29',
    });
    for (const kind of ['Gateway', 'VirtualService'] as const) {
      await expect
        .poll(
          async () => JSON.stringify(await cluster.list(kind, { namespace })),
          soon,
        )
        .toContain(`${name}.shop.example.com`);
    }

    await openMeshTab(dana, { app: product.app, path: service });
    await expect(
      edgeRow(dana, { table: calls, peer: 'Shop API' }),
    ).toContainText('In force', soon);
    await expect(
      edgeRow(dana, { table: calls, peer: 'Shop database' }),
    ).toContainText('Pending');
    await picture(dana, 'tab of the new service');
  });

  test('the owner of the database agrees', async () => {
    await openMeshTab(olaf, {
      app: product.app,
      path: 'default/resource/database',
    });
    const row = edgeRow(olaf, { table: callers, peer: name });
    await expect(row).toContainText('Pending', soon);
    await picture(olaf, 'request in dark');
    await olaf
      .getByRole('button', { name: `Approve ${name}`, exact: true })
      .click();

    await expect(row).toContainText('In force', soon);
    expect(await cluster.principals('shop-data')).toContain(identity);
    await picture(olaf, 'approved in dark');
  });

  test('a developer may not decide for another team', async () => {
    await openMeshTab(dana, {
      app: product.app,
      path: 'default/resource/database',
    });
    await expect(edgeRow(dana, { table: callers, peer: name })).toBeVisible();
    await expect(dana.getByRole('button', { name: /^Decline/ })).toHaveCount(0);
  });

  test('asking gets a verdict with the policy that decides', async () => {
    await openMeshTab(dana, {
      app: product.app,
      path: 'default/component/api',
    });
    const parties = {
      From: `component:default/${name}`,
      To: 'component:default/api',
    };
    for (const [label, entityRef] of Object.entries(parties)) {
      const box = dana.getByRole('combobox', { name: new RegExp(`^${label}`) });
      await box.fill(entityRef);
      // Leaving the field closes its list, which covers the rest.
      await box.press('Tab');
    }
    await dana.getByRole('textbox', { name: 'Path' }).fill('/z');
    await dana.getByRole('button', { name: 'Ask', exact: true }).click();

    await expect(
      dana.getByText('Allowed', { exact: true }).first(),
    ).toBeVisible(soon);
    await expect(dana.getByText(/allow-to-api-/).first()).toBeVisible();
    await picture(dana, 'verdict');
  });

  test('taking the dependency out takes the grant away', async () => {
    const repository = await GitRepository.clone(product, {
      owner: 'shop',
      name,
    });
    const file = await repository.read('catalog-info.yaml');
    await repository.push({
      'catalog-info.yaml': file.replace(/"?component:default\/api"?,?/, ''),
    });
    await new Person(product, 'developer').refresh(`component:default/${name}`);

    await expect
      .poll(() => cluster.principals('shop-api'), soon)
      .not.toContain(identity);
    await openMeshTab(dana, { app: product.app, path: service });
    await expect(
      edgeRow(dana, { table: calls, peer: 'Shop database' }),
    ).toBeVisible(soon);
    await expect(edgeRow(dana, { table: calls, peer: 'Shop API' })).toHaveCount(
      0,
      soon,
    );
    await repository.remove();
  });

  test('a change by hand is shown and put back', async () => {
    const [policy] = (
      await cluster.list('AuthorizationPolicy', { namespace })
    ).filter(({ metadata }) => metadata.name.startsWith('allow-to-'));
    await openMeshTab(dana, { app: product.app, path: service });

    await cluster.patch('AuthorizationPolicy', policy, {
      spec: { rules: [{}] },
    });

    await expect(dana.getByText('Drifted').first()).toBeVisible(soon);
    await picture(dana, 'drift');
    await expect
      .poll(async () => {
        const { metadata } = policy;
        const { body } = await cluster.get(
          'AuthorizationPolicy',
          metadata.namespace,
          metadata.name,
        );
        return body?.spec;
      }, soon)
      .toEqual(policy.spec);
  });
});
