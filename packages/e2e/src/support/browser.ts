import {
  type Browser,
  type BrowserContext,
  expect,
  type Page,
} from '@playwright/test';
import { evidenceFolder, keepAnswer } from './evidence';

/** Signs a person of the sandbox in, in a browser of their own. */
export async function signIn(options: {
  browser: Browser;
  app: string;
  name: string;
  dark?: boolean;
}): Promise<Page> {
  const { browser, app, name, dark } = options;
  const context = await browser.newContext({
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  keepAnswers(context);
  const page = await context.newPage();
  await page.goto(app);
  await page.getByRole('button', { name: `Enter as ${name}` }).click();
  await expect(
    page.getByRole('link', { name: 'Catalog' }).first(),
  ).toBeVisible();
  return page;
}

/** Keeps what the browser gets to see from the backend. */
function keepAnswers(context: BrowserContext): void {
  if (!evidenceFolder()) {
    return;
  }
  context.on('response', async response => {
    const url = response.url();
    if (/\/api\//.test(url)) {
      // A page that was left has no bodies any more.
      const text = await response.text().catch(() => undefined);
      if (text !== undefined) {
        keepAnswer({ url, status: response.status(), text });
      }
    }
  });
}

/** Chooses an entity in an autocomplete of a template's form. */
export async function pick(options: {
  page: Page;
  label: RegExp;
  option: string;
}): Promise<void> {
  const { page, label, option } = options;
  // Typing narrows the list, which shows only a part of a long one.
  const box = page.getByRole('textbox', { name: label });
  await box.click();
  await box.pressSequentially(option);
  await page.getByRole('option', { name: option }).first().click();
}

/** Opens the mesh tab of an entity. */
export async function openMeshTab(
  page: Page,
  options: { app: string; path: string },
): Promise<void> {
  await page.goto(`${options.app}/catalog/${options.path}/mesh`);
  await expect(
    page.getByRole('heading', { name: 'Who may call this service' }).first(),
  ).toBeVisible();
}

/** The row of a peer in one of the two tables of the mesh tab. */
export function edgeRow(page: Page, options: { table: string; peer: string }) {
  return page
    .getByRole('table', { name: options.table })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: options.peer }) });
}
