import { defineConfig } from '@playwright/test';
import { chromium } from './chromium';

// `make bench` and `.ci/bench lighthouse`: the journeys' own server and browser lead to each page, Lighthouse measures it.
export default defineConfig({
  testDir: 'lighthouse',
  outputDir: 'test-results/lighthouse',
  workers: 1,
  timeout: 0,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: { ...chromium },
});
