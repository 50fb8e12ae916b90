import { readFile } from 'node:fs/promises';
import { png } from './files';
import { Doctor, Reviewer, ROTA } from './steps';
import { expect, test } from './support';

test('an earlier application is the beginning of a new one', async ({ page, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-done');
  await page.goto('/history');
  const copy = page.getByRole('button', { name: /^この内容をもとに新しく申請/ });
  await copy.click();
  await doctor.onApplication();
  const main = page.getByRole('main');
  await expect(main).toContainText('前の申請の内容をもとに、新しい下書きを作成しました。');
  await expect(main).toContainText(ROTA);
  await expect(main).toContainText('証明書 1件');
  await doctor.expectReady();
  await doctor.look();
  const draft = new URL(page.url()).pathname;

  // Once more: the doctor is led to what is open already.
  await page.goto('/history');
  await expect(copy).toHaveCount(1);
  await copy.click();
  await doctor.onApplication();
  expect(new URL(page.url()).pathname).toBe(draft);
  await expect(main).toContainText('手続き中の申請があるため');
  const number = await doctor.send();
  await expect(await doctor.historyRow(number)).toContainText('申請済み（受付待ち）');
});

test('a refused application is examined once more by somebody else', async ({ page, visitor, guard, scripts }) => {
  guard.allow(/status of 422/);
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  const number = await doctor.send();
  const application = new URL(page.url()).pathname;

  const first = new Reviewer(await visitor(), scripts);
  await first.logIn('demo-reviewer');
  await first.openCase(number);
  await first.choose('不承認');
  await first.reason.fill('期間を確認できませんでした。');
  await first.press('不承認');
  await expect(first.page.getByRole('main')).toContainText('不承認としました。');

  await page.goto(application);
  const main = page.getByRole('main');
  await expect(main).toContainText('期間を確認できませんでした。');
  await expect(main).toContainText('手続きは終わっています');
  await expect(main).not.toContainText('見本 春子');
  await doctor.look();
  await doctor.follow('再審査を求める');
  await doctor.look();
  await doctor.press('再審査を求める');
  await expect(page.getByRole('alert')).toContainText('再審査を求める理由を入力してください。');
  await doctor.look();
  await page.getByLabel('理由', { exact: true }).fill('当番表の2ページ目に期間が書かれています。');
  await doctor.press('再審査を求める');
  await expect(main).toContainText('再審査を依頼しました。');
  await expect(main).toContainText('申請済み（受付待ち）');
  await expect(main).toContainText('医師会の審査待ちです');
  await expect(main).toContainText('当番表の2ページ目に期間が書かれています。');
  await expect(page.getByRole('link', { name: '再審査を求める' })).toHaveCount(0);
  await doctor.look();

  await first.page.goto('/review');
  await expect(first.page.getByRole('row').filter({ hasText: number })).toContainText('再審査');
  await first.openCase(number);
  await expect(first.page.getByRole('main')).toContainText('再審査は別の担当者が行います。');
  await expect(first.page.getByRole('link', { name: '承認', exact: true })).toHaveCount(0);

  const second = new Reviewer(await visitor(), scripts);
  await second.logIn('demo-reviewer2');
  await second.openCase(number);
  await expect(second.page.getByRole('main')).toContainText('申請者が再審査を求めています。');
  await second.choose('承認');
  await second.press('承認');
  await expect(second.page.getByRole('main')).toContainText('承認（修了証発行）');
  await expect(await doctor.historyRow(number)).toContainText('承認（修了証発行）');
});

test('a doctor takes out all own data', async ({ page, scripts }) => {
  const doctor = new Doctor(page, scripts);
  await doctor.logIn('demo-done');
  await page.goto('/');
  await doctor.follow('自分のデータを取り出す');
  await doctor.heading('自分のデータを取り出す');
  for (let time = 0; time < 2; time++) {
    const [download] = await Promise.all([page.waitForEvent('download'), doctor.press('自分のデータを取り出す')]);
    expect(download.suggestedFilename()).toBe('修了申請データ_2026-01-20.zip');
    const bytes = await readFile(await download.path());
    expect(bytes.subarray(0, 2).toString('latin1')).toBe('PK');
    // Nothing is compressed, so the records can be read where they lie.
    const text = bytes.toString('utf8');
    expect(text).toContain('"format": "shuryo.own-data"');
    expect(text).toContain('data.json');
    expect(text).toMatch(/01_R2025-\d{6}\/証明書\/01_/);
  }
});
