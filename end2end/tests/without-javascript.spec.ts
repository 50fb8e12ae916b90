import { pdf, png } from './files';
import { Doctor, ON_CALL, ROTA } from './steps';
import { expect, test } from './support';

test.use({ javaScriptEnabled: false });

test('a member applies without JavaScript', async ({ page }) => {
  const doctor = new Doctor(page, false);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await expect(page.getByLabel('年度', { exact: true }).locator('option:checked')).toHaveText('2023年度');
  await doctor.press('検索');
  await doctor.expectUnits('6.5');
  await doctor.expectNotReady(/実地研修の実績を入力してください/);

  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await doctor.expectTotal('座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0');
  await doctor.search('2025年度');
  await doctor.expectUnits('1.0');
  await doctor.expectTotal('座学 1.0 + 実地 5.0 = 合計 6.0 / 10.0', /あと4\.0単位/);
  await doctor.expectNotReady(/あと4\.0単位/);

  await doctor.addLecture({ units: '１．５', codes: '12、73', title: '見本の研修会', proofs: [pdf('参加証.pdf')] });
  await doctor.expectTotal('座学 2.5 + 実地 5.0 = 合計 7.5 / 10.0', /あと2\.5単位/);
  await expect(page.getByRole('main')).toContainText('見本の研修会');
  await doctor.search('2023年度');
  await doctor.expectTotal('座学 8.0 + 実地 5.0 = 合計 13.0 / 10.0');
  const number = await doctor.send();
  await expect(await doctor.historyRow(number)).toContainText('申請済み（受付待ち）');
});

test('a non-member applies without JavaScript', async ({ page }) => {
  const doctor = new Doctor(page, false);
  await doctor.logIn('demo-guest');
  await doctor.openApplication();
  await doctor.chooseDestination('東京都', '北区医師会');
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
  await doctor.expectTotal('座学 4.5 + 実地 5.0 = 合計 9.5 / 10.0', /あと0\.5単位/);
  await doctor.enterItems([{ item: ON_CALL, proofs: [png('委嘱状.png', 0x80)] }]);
  await doctor.expectTotal('座学 4.5 + 実地 10.0 = 合計 14.5 / 10.0');
  await doctor.expectNotReady(/医師免許証または医師資格証の画像を添付してください/);
  await doctor.enterItems([], [png('医師免許証.png', 0xa0)]);
  const number = await doctor.send();
  await expect(await doctor.historyRow(number)).toContainText('北区医師会');
});

test('a file can be taken away again without JavaScript', async ({ page }) => {
  const doctor = new Doctor(page, false);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png'), png('別のもの.png', 0x90)] }]);
  await doctor.openPractical();
  await page.getByRole('button', { name: /^削除\s*：別のもの\.png$/ }).click();
  await doctor.heading('実地研修実績入力');
  await expect(page.getByText('当番表.png').first()).toBeVisible();
  await expect(page.getByText('別のもの.png')).toHaveCount(0);
  await expect(page.getByRole('checkbox', { name: ROTA, exact: true })).toBeChecked();
});

test('what was typed and sent stays when another field is wrong, without JavaScript', async ({ page, guard }) => {
  guard.allow(/status of 422/);
  const doctor = new Doctor(page, false);
  await doctor.logIn('demo-member');
  await doctor.openApplication();
  await doctor.openLecture();
  await doctor.fillLecture({ units: '1.3', codes: '12、84', title: '見本の研修会', proofs: [png('参加証.png')] });
  await doctor.press('追加');
  const summary = page.getByRole('alert');
  await expect(summary).toContainText('入力内容を確認してください');
  await expect(doctor.units).toHaveValue('1.3');
  await expect(doctor.codes).toHaveValue('12、84');
  await expect(doctor.title).toHaveValue('見本の研修会');
  await expect(page.getByText('参加証.png').first()).toBeVisible();
  await expect(summary).not.toContainText('ファイル');

  await doctor.fillLecture({ units: '1.5', codes: '12、83' });
  await doctor.press('追加');
  await doctor.onApplication();
  await expect(page.getByRole('main')).toContainText('見本の研修会');
});
