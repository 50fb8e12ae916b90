import { type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { png } from '../tests/files';
import { Doctor, Reviewer, ON_CALL, ROTA } from '../tests/steps';
import { expect, login, test } from '../tests/support';

const folder = process.env.SHURYO_SCREENSHOTS ?? resolve(__dirname, '../../docs/screenshots');

const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Every page as a desk and a narrow phone show it, for looking at; not kept with the sources. */
const everyPage = resolve(__dirname, '../../target/screenshots');

async function picture(page: Page, name: string): Promise<void> {
  for (const [kind, width] of [['desk', 1280], ['phone', 375]] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: join(everyPage, `${name}-${kind}.png`), fullPage: true });
  }
  await page.setViewportSize(DESK);
}

test('the pictures of the README', async ({ page, visitor }) => {
  const doctor = new Doctor(page);
  await page.setViewportSize(DESK);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.press('検索');
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表（見本）.png')] }]);
  await doctor.expectTotal('座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0');
  await page.screenshot({ path: join(folder, 'application.png') });
  await page.setViewportSize(PHONE);
  await page.reload();
  await page.screenshot({ path: join(folder, 'application-phone.png') });
  await page.setViewportSize(DESK);
  await doctor.enterItems([{ item: ON_CALL, proofs: [png('委嘱状（見本）.png', 0xc0)] }]);
  const number = await doctor.send();

  const reviewer = new Reviewer(await visitor());
  await reviewer.page.setViewportSize(DESK);
  await reviewer.logIn('demo-reviewer');
  await reviewer.openCase(number);
  await reviewer.page.screenshot({ path: join(folder, 'review.png') });
});

test('the certificate', async ({ page }) => {
  await login(page, 'demo-done');
  await page.goto('/history?tab=certificates');
  const link = page.getByRole('link', { name: '修了証', exact: true });
  // It is being made while the page is looked at.
  await expect(async () => {
    await page.reload();
    await expect(link).toBeVisible({ timeout: 500 });
  }).toPass();
  const address = await link.getAttribute('href');
  const pdf = await page.request.get(address ?? '');
  expect(pdf.status()).toBe(200);
  execFileSync('pdftoppm', ['-png', '-r', '72', '-singlefile', '-', join(folder, 'certificate')], { input: await pdf.body() });
});

test('every page of a doctor', async ({ page, visitor, guard }) => {
  guard.allow(/status of 4(04|22)/);
  for (const [name, address] of [['login', '/login'], ['register', '/register'], ['forgot', '/password/forgot'], ['code', '/login/code'], ['try', '/try'], ['verify', '/verify'], ['not-found', '/nothing-here']] as const) {
    await page.goto(address);
    await picture(page, name);
  }
  const doctor = new Doctor(page);
  await doctor.logIn('demo-member');
  for (const [name, address] of [['my-page', '/'], ['training', '/training'], ['credits', '/credits'], ['password', '/password'], ['account', '/account'], ['agents', '/account/agents'], ['second-factor', '/account/second-factor'], ['delete', '/account/delete'], ['my-data', '/my-data'], ['history', '/history'], ['history-certificates', '/history?tab=certificates'], ['application-new', '/applications/new']] as const) {
    await page.goto(address);
    await picture(page, name);
  }
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表（見本）.png')] }]);
  await doctor.addLecture({ units: '1.5', codes: '12、73', title: '見本の研修会', proofs: [png('参加証（見本）.png', 0x90)] });
  await picture(page, 'application');
  await page.getByText('予定の研修を加えて試算する', { exact: true }).click();
  await page.getByLabel('予定の座学（単位）', { exact: true }).fill('1.5');
  await picture(page, 'application-what-if');
  await doctor.openPractical();
  await picture(page, 'practical');
  await page.goBack();
  await doctor.openLecture();
  await picture(page, 'lecture');
  await doctor.fillLecture({ units: '1.3', codes: '84' });
  await doctor.press('追加');
  await picture(page, 'lecture-refused');
  await doctor.openApplication();
  await doctor.press('申請する');
  await doctor.heading('申請内容の確認');
  await picture(page, 'check');
  await doctor.press('申請する');
  const number = await doctor.receipt();
  const application = page.url();
  await picture(page, 'receipt');
  await page.goto('/history');
  await picture(page, 'history-sent');

  const reviewer = new Reviewer(await visitor());
  await reviewer.logIn('demo-reviewer');
  await reviewer.page.goto('/review');
  await picture(reviewer.page, 'review-queue');
  await reviewer.openCase(number);
  await picture(reviewer.page, 'review-case');
  await reviewer.choose('差戻し');
  await picture(reviewer.page, 'review-return');
  await reviewer.reason.fill('書類が不鮮明です。');
  await reviewer.page.getByLabel(`直してほしい点（${ROTA}）`, { exact: true }).fill('日付が読めません。');
  await reviewer.press('差戻し');
  await page.goto(application);
  await picture(page, 'application-returned');
  await page.goto('/');
  await picture(page, 'my-page-returned');
});
