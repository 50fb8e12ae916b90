import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { rm } from 'node:fs/promises';
import { Server } from './server';

export { expect };

/** The password of every example account. */
export const PASSWORD = 'kakari-demo-2026';

/** Collects what the browser complains about; anything left that no one announced fails the test. */
export class ConsoleGuard {
  private readonly complaints: string[] = [];
  private readonly announced: RegExp[] = [];

  /** Chromium reports every 4xx answer as an error: a journey that provokes one says so first. */
  allow(pattern: RegExp): void {
    this.announced.push(pattern);
  }

  watch(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    context.on('weberror', (error) => {
      this.complaints.push(`uncaught: ${error.error().stack ?? error.error()}`);
    });
  }

  unannounced(): string[] {
    return this.complaints.filter((text) => !this.announced.some((pattern) => pattern.test(text)));
  }
}

type PerTest = {
  /** Whether pages run scripts: an applicant's journey is gone twice, with them and without. */
  scripts: boolean;
  server: Server;
  guard: ConsoleGuard;
  /** Another person at another computer: a page with its own cookies, watched like the first. */
  visitor: () => Promise<Page>;
};

/** Playwright's `test`, with a server of its own for each test and a console that must stay silent. */
export const test = base.extend<PerTest, { seeded: string }>({
  // Hashing the passwords of all example accounts takes seconds, so it is done once and copied.
  seeded: [
    async ({}, use) => {
      const folder = await Server.seededFolder();
      await use(folder);
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  server: async ({ seeded }, use, testInfo) => {
    const server = await Server.start(seeded);
    try {
      await use(server);
      await server.stop();
      // Whatever the journey did, the records must be whole: a violation makes `verify` fail.
      await server.run('verify');
    } finally {
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('server.log', { body: await server.log(), contentType: 'text/plain' });
      }
      await server.remove();
    }
  },

  scripts: async ({ javaScriptEnabled }, use) => {
    await use(javaScriptEnabled !== false);
  },

  // A server that already runs, named in the environment, is for looking at one page: journeys change data.
  ...(process.env.SHURYO_BASE_URL
    ? {}
    : {
        baseURL: async ({ server }, use) => {
          await use(server.url);
        },
      }),

  guard: async ({}, use) => {
    const guard = new ConsoleGuard();
    await use(guard);
    expect(guard.unannounced(), 'what the browser console complained about').toEqual([]);
  },

  context: async ({ context, guard }, use) => {
    guard.watch(context);
    await use(context);
  },

  visitor: async ({ browser, contextOptions, baseURL, guard, javaScriptEnabled, locale, timezoneId, viewport }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({
        ...contextOptions,
        baseURL,
        javaScriptEnabled,
        locale,
        timezoneId,
        viewport,
      });
      contexts.push(context);
      guard.watch(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

/** Logs in as one of the example accounts and waits for the page after it. */
export async function login(page: Page, user: string): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('ログインID', { exact: true }).fill(user);
  await page.getByLabel('パスワード', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  await expect(page).not.toHaveURL(/\/login/);
}

/** Pages on which axe found nothing, so that the same page need not be looked at again in the next journey. */
const faultless = new Set<string>();

/** No finding of axe on this page, by WCAG 2.0 to 2.2 A and AA and by best practice. Needs JavaScript switched on. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
  // The same page in all but its random ids, in a window of the same width.
  const same = `${page.viewportSize()?.width} ${(await page.content()).replace(/[0-9a-f]{32}|nonce="[^"]*"/g, '')}`;
  if (faultless.has(same)) return;
  // At the end of the page, where the bar stands in its own place: axe takes a control that it happens to cover for one
  // that is too small.
  const from = await page.evaluate(() => {
    const at = window.scrollY;
    window.scrollTo(0, document.documentElement.scrollHeight);
    return at;
  });
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const findings = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${target.join(' ')}. ${failureSummary ?? ''}`),
  );
  await page.evaluate((at) => window.scrollTo(0, at), from);
  expect(findings, `what axe finds on ${page.url()}`).toEqual([]);
  faultless.add(same);
}
