import { defineConfig } from '@playwright/test';
import { chromium } from './chromium';

// One worker and no retries: a journey that passes only sometimes is a fault, in it or in the program.
export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  expect: { timeout: 10_000 },
  // `.ci/test` reads the JSON for its closing line.
  reporter: [['list'], ['json', { outputFile: 'test-results/report.json' }]],
  use: { ...chromium, screenshot: 'only-on-failure' },
});
