import { execFileSync } from 'node:child_process';
import { type Page } from '@playwright/test';
import { png } from './files';
import { Doctor, ROTA } from './steps';
import { expect, test } from './support';

/** The text of a PDF at an address, without its blanks, as the browser's session gets it. */
async function textOf(page: Page, address: string): Promise<string> {
  const answer = await page.request.get(address);
  expect(answer.status(), address).toBe(200);
  expect(answer.headers()['content-type']).toBe('application/pdf');
  return execFileSync('pdftotext', ['-', '-'], { input: await answer.body(), encoding: 'utf8' }).replace(/\s/g, '');
}

test('a doctor looks up the credits and prints 受講証明書', async ({ page, scripts, guard }) => {
  guard.allow(/status of 422/);
  // Chromium's viewer of PDFs looks for a picture of the site in the place of old.
  guard.allow(/favicon\.ico/);
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await page.goto('/training');
  await doctor.follow('単位取得状況');
  await doctor.heading('単位取得状況');
  const main = page.getByRole('main');
  await expect(main).toContainText('単位の最終取込日時：2026年1月20日 12:00');
  await expect(main).toContainText('e-ラーニングの単位は受講の翌日から反映されます。');
  await expect(main).toContainText('大阪府医師会');
  await expect(main.getByText('小計 3.5単位')).toBeVisible();

  await page.getByLabel('年度', { exact: true }).selectOption({ label: '2024年度' });
  await doctor.press('表示');
  await expect(main).toContainText('2024年度の、申請に使える単位');
  await expect(main).not.toContainText('高血圧症の診療');

  // It opens in a tab of its own. Chromium's viewer has no text of its own, so the file is asked for once more.
  await page.goto('/credits');
  await page.getByLabel('期間の始まり', { exact: true }).fill('2024-04-01');
  const [tab] = await Promise.all([page.waitForEvent('popup'), doctor.press('受講証明書')]);
  await tab.waitForURL(/\/credits\/certificate\?/);
  const address = tab.url();
  await tab.close();
  expect(address).toContain('from=2024-04-01&to=2026-01-20');
  const text = await textOf(page, address);
  for (const part of ['受講証明書', '見本太郎', '900001', '在宅医療と多職種連携', '合計4.5単位', '令和8年1月20日']) {
    expect(text).toContain(part);
  }
  expect(text).not.toContain('高血圧症の診療');

  // A period that ends before it begins comes back as the page, with what was typed.
  await page.getByLabel('期間の始まり', { exact: true }).fill('2025-04-01');
  await page.getByLabel('期間の終わり', { exact: true }).fill('2025-03-31');
  const [refused] = await Promise.all([page.waitForEvent('popup'), doctor.press('受講証明書')]);
  await expect(refused.getByRole('alert')).toContainText('始まり（2025年4月1日）以後の日を入力してください。');
  await expect(refused.getByLabel('期間の終わり', { exact: true })).toHaveValue('2025-03-31');
  await new Doctor(refused, scripts).look();
});

test('the paper of one fiscal year is one press away', async ({ page, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-guest');
  await page.goto('/credits');
  const link = page.getByRole('link', { name: /^2025年度の\s*受講証明書（PDF）$/ });
  await expect(link).toHaveAttribute('target', '_blank');
  const text = await textOf(page, (await link.getAttribute('href')) ?? '');
  expect(text).toContain('臨床研修の指導');
  expect(text).toContain('4.5');
});

test('what a doctor does with the certificate afterwards stands on the first page', async ({ page, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-done');
  await page.goto('/');
  await doctor.heading('マイページ');
  const main = page.getByRole('main');
  await expect(main).toContainText('G-MISでの報告');
  await expect(main).toContainText('900005');
  await expect(main).toContainText('「日医かかりつけ医機能研修制度」とは別の制度です');
});

test('credits, check page and receipt print without bars and navigation', async ({ page, scripts }) => {
  const doctor = new Doctor(page, scripts);
  /** What stays off the paper, and what must stand on it. */
  const onPaper = async (...texts: string[]) => {
    await page.emulateMedia({ media: 'print' });
    for (const hidden of ['.site-nav', '.site-footer', '.demo-banner', '.back-link', '.filter-bar', '.button', '.screen-only']) {
      for (const one of await page.locator(hidden).all()) await expect(one, hidden).toBeHidden();
    }
    for (const text of texts) await expect(page.getByText(text).first()).toBeVisible();
    await page.emulateMedia({ media: 'screen' });
  };
  await doctor.logIn('demo-member');
  await page.goto('/credits');
  await onPaper('単位取得状況', '6.5', '見本講座：高血圧症の診療', 'e-ラーニングの単位は受講の翌日から反映されます。');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await doctor.press('申請する');
  await doctor.heading('申請内容の確認');
  await onPaper('申請内容の確認', '当番表.png', '座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0');
  await doctor.press('申請する');
  const number = await doctor.receipt();
  await onPaper('申請済み（受付待ち）', number, '当番表.png');
});
