import { defineConfig } from '@playwright/test';
import { chromium } from './chromium';

/** What an applicant does works without scripts as well: these journeys are gone twice. */
const APPLICANT = new RegExp(
  [
    'a-member-applies',
    'a-non-member-shows-the-licence',
    'a-returned-application-is-mended-and-approved',
    'after-the-decision',
    'an-account-of-ones-own',
    'credits-are-looked-up-and-printed',
    'eligibility-can-be-tried',
    'group-two-goes-to-the-prefecture',
    'killed-after-the-receipt',
    'only-what-was-asked-is-open',
    'pictures-are-made-usable',
    'the-phone-is-the-camera',
    'the-session-ends',
    'two-tabs',
  ].join('|'),
);

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
  projects: [
    { name: 'with JavaScript' },
    {
      name: 'without JavaScript',
      testMatch: APPLICANT,
      // What scripts alone do, such as saving while one types.
      grepInvert: /@scripts/,
      use: { javaScriptEnabled: false },
    },
  ],
});
