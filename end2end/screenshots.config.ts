import { defineConfig } from '@playwright/test';
import { chromium } from './chromium';

// `make screenshots`: the same browser and the same demonstration server, but pictures instead of judgements.
export default defineConfig({
  testDir: 'screenshots',
  outputDir: 'test-results/screenshots',
  workers: 1,
  timeout: 120_000,
  reporter: [['list']],
  use: { ...chromium },
});
