import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { png } from '../tests/files';
import { Doctor, Reviewer, ON_CALL, ROTA } from '../tests/steps';
import { expect, login, test } from '../tests/support';

const folder = process.env.SHURYO_SCREENSHOTS ?? resolve(__dirname, '../../docs/screenshots');

const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

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
  const address = await page.getByRole('link', { name: '修了証', exact: true }).getAttribute('href');
  const pdf = await page.request.get(address ?? '');
  expect(pdf.status()).toBe(200);
  execFileSync('pdftoppm', ['-png', '-r', '72', '-singlefile', '-', join(folder, 'certificate')], { input: await pdf.body() });
});
