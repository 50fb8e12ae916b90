import { test, expect, login, expectAccessible } from './support';
test('ok', async ({ page, server, visitor }) => {
  await login(page, 'x'); await expectAccessible(page);
  await server.restart({ now: '2026-04-01T00:00:00Z' });
  await page.goto('/'); await expect(page.getByText('hello 2026-04-01')).toBeVisible();
  await server.kill9(); await server.restart(); await page.goto('/');
  await expect(page.getByText('hello 2026-04-01')).toBeVisible();
  const other = await visitor(); await other.goto('/'); await expect(other.getByText('no cookie')).toBeVisible();
});
test('F console error', async ({ page }) => { await page.goto('/error'); });
test('F throw', async ({ page }) => { await page.goto('/throw'); });
test('F visitor throw', async ({ visitor }) => { const p = await visitor(); await p.goto('/throw'); });
test('F 422', async ({ page }) => { await page.goto('/bad'); await page.getByRole('button').click(); await expect(page.getByText('no')).toBeVisible(); });
test('422 announced', async ({ page, guard }) => { guard.allow(/status of 422/); await page.goto('/bad'); await page.getByRole('button').click(); await expect(page.getByText('no')).toBeVisible(); });
test('F axe', async ({ page }) => { await page.goto('/axe'); await expectAccessible(page); });
test.describe('without js', () => { test.use({ javaScriptEnabled: false });
  test('nojs', async ({ page, visitor }) => { await page.goto('/throw'); await expectAccessible(page); const p = await visitor(); await p.goto('/throw'); }); });
