import { chromium } from '../chromium';
import { expect, login, test } from './support';
import { MAIN_PAGES, scrollsSideways } from './zoom';

// As in the settings of a browser, which the width of a column follows too; hence a file with a browser of its own.
test.use({
  launchOptions: {
    ...chromium.launchOptions,
    args: [...(chromium.launchOptions?.args ?? []), '--blink-settings=defaultFontSize=32'],
  },
});

test('nothing needs sideways scrolling where the browser is set to text of twice the size', async ({ page }) => {
  await login(page, 'demo-done');
  await page.setViewportSize({ width: 1280, height: 900 });
  for (const address of MAIN_PAGES) {
    await page.goto(address);
    const size = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
    expect(size, 'the setting is followed').toBe('32px');
    expect(await scrollsSideways(page), address).toBe(false);
  }
});
