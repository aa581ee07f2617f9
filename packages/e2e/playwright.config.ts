import { defineConfig } from '@playwright/test';

/** Specs that start an installation of their own, on ports of their own. */
const own = /(own|real)Cluster\.spec\.ts$/;

/**
 * The journeys of people through the whole product, on the sandbox, in a real
 * Chromium. One after the other, for they share one installation; what has one
 * of its own runs beside them.
 */
export default defineConfig({
  testDir: './src',
  testMatch: '**/*.spec.ts',
  globalSetup: './src/startProduct.ts',
  workers: 2,
  projects: [
    { name: 'product', testIgnore: own, workers: 1 },
    { name: 'own', testMatch: own, workers: 1 },
  ],
  fullyParallel: false,
  // What waits for a busy machine gets a second chance; it is reported.
  retries: process.env.CI ? 1 : 0,
  timeout: 300_000,
  expect: { timeout: 60_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json']],
  outputDir: '../../node_modules/.cache/e2e',
  use: {
    actionTimeout: 60_000,
    viewport: { width: 1360, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
