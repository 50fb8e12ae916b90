import { type Page } from '@playwright/test';
import { Doctor } from './steps';
import { expect, expectAccessible, login, PASSWORD, test } from './support';
import { MAIN_PAGES, scrollsSideways } from './zoom';

// What the statement says is tested here and in every-page: whoever changes one changes the other.

test('the statement is public, indexed and linked from every page', async ({ page }) => {
  await page.goto('/login');
  await page.getByRole('contentinfo').getByRole('link', { name: 'アクセシビリティについて' }).click();
  await new Doctor(page).heading('アクセシビリティについて');
  await expect(page.locator('meta[name="robots"]')).toHaveCount(0);
  for (const width of [375, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await expectAccessible(page);
  }
  await login(page, 'demo-member');
  for (const address of MAIN_PAGES) {
    await page.goto(address);
    await expect(page.getByRole('contentinfo').getByRole('link', { name: 'アクセシビリティについて' })).toBeVisible();
  }
});

test('nothing needs sideways scrolling at 200 %', async ({ page }) => {
  await login(page, 'demo-done');
  // A window of 1280 pixels shows 640 of them at 200 %.
  await page.setViewportSize({ width: 640, height: 450 });
  for (const address of MAIN_PAGES) {
    await page.goto(address);
    expect(await scrollsSideways(page), address).toBe(false);
  }
});

/** Presses Tab until the control with this name has the focus. */
async function tabTo(page: Page, role: string, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    const here = page.getByRole(role as 'link', { name, exact: true }).and(page.locator(':focus'));
    if ((await here.count()) > 0) return;
  }
  throw new Error(`no ${role} 「${name}」 is reached by Tab on ${page.url()}`);
}

test('from the log-in to 受講証明書 with the keyboard alone', async ({ page }) => {
  await page.goto('/login');
  await tabTo(page, 'textbox', 'ログインID');
  await page.keyboard.type('demo-member');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'マイページ' })).toBeVisible();

  // The first stop leads past the menu.
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '本文へ' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, 'link', '研修管理（申請・単位確認等）');
  await page.keyboard.press('Enter');
  await tabTo(page, 'link', '単位取得状況');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: '単位取得状況' })).toBeVisible();
  await tabTo(page, 'button', '受講証明書');
  const [tab] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')]);
  await tab.waitForURL(/\/credits\/certificate\?from=2023-04-01&to=2026-01-20/);
});
